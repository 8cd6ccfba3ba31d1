import Coding
import Model
import Presentation
import Records
import Rules
import Signing
import Transparency

/// Recognises what bytes are. Every kind has one encoding and its own shape, so the first that reads them is it.
enum Inspection {
  /// What the bytes say; nil where they are nothing of ours.
  static func json(of bytes: [UInt8]) -> JSON? {
    files(bytes) ?? note(bytes) ?? signed(bytes) ?? record(bytes) ?? receipt(bytes) ?? items(bytes)
  }

  /// `{"kind": …}` and more.
  static func object(_ kind: String, _ members: [(String, JSON)]) -> JSON {
    .object([JSON.Member(key: "kind", value: .string(kind))] + members.map { JSON.Member(key: $0.0, value: $0.1) })
  }

  // MARK: Signed things

  /// A checkpoint or another signed note (C2SP).
  private static func note(_ bytes: [UInt8]) -> JSON? {
    guard let note = try? SignedNote(parsing: bytes) else { return nil }
    let signers = JSON.array(
      note.signatures.map { ["name": .string($0.name.string), "keyID": .string(hexadecimal($0.keyID))] })
    guard let checkpoint = try? Checkpoint(parsing: note.text) else {
      return object("note", [("text", note.text.json), ("signatures", signers)])
    }
    return object("checkpoint", [("checkpoint", JSON(reflecting: checkpoint)), ("signatures", signers)])
  }

  private static func hexadecimal(_ id: UInt32) -> String {
    Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) })
  }

  /// A COSE_Sign1 message: a command, or something else that was signed.
  private static func signed(_ bytes: [UInt8]) -> JSON? {
    // A command that introduces a key has the proof that somebody holds it behind its own message.
    var reader = CBORReader(bytes)
    guard let item = try? reader.item(), let message = try? UnverifiedMessage([UInt8](item)) else { return nil }
    let algorithm = ("algorithm", message.algorithm.json)
    if let command = try? UnverifiedCommand(signed: bytes) {
      return object(
        "signed command",
        [
          algorithm, ("id", command.id.json), ("command", JSON(reflecting: command.command)),
          ("provesPossession", .bool(!reader.isAtEnd)),
        ])
    }
    guard reader.isAtEnd else { return nil }
    let payload = json(of: message.payload) ?? message.payload.json
    return object("signed message", [algorithm, ("payload", payload)])
  }

  // MARK: Records

  private static func record(_ bytes: [UInt8]) -> JSON? {
    if let entry = try? Entry(encoded: bytes) { return self.entry(entry) }
    if let opening = try? Opening(encoded: bytes) {
      return object(
        "opening",
        [
          ("blind", opening.blind.json), ("commitment", opening.commitment.json),
          ("receipt", JSON(reflecting: opening.receipt)),
        ])
    }
    if let programme = try? Programme(encoded: bytes) {
      return object("programme", [("id", programme.id.json), ("programme", JSON(reflecting: programme))])
    }
    if let genesis = try? Genesis(encoded: bytes) {
      return object("genesis", [("network", genesis.network.json), ("genesis", JSON(reflecting: genesis))])
    }
    if let command = try? Command(encoded: bytes) {
      return object("command", [("id", CommandID(payload: bytes).json), ("command", JSON(reflecting: command))])
    }
    return content("block entry", BlockEntry.self, bytes) ?? content("cycle notice", CycleNotice.self, bytes)
      ?? content("agency act", AgencyAct.self, bytes) ?? content("batch notice", BatchNotice.self, bytes)
      ?? content("fact schema", FactSchema.self, bytes) ?? content("parameters", Parameters.self, bytes)
      ?? content("acknowledgement", Acknowledgement.self, bytes)
      ?? content("registration", Registration.self, bytes)
      ?? content("inclusion proof", InclusionProof.self, bytes)
      ?? content("consistency proof", ConsistencyProof.self, bytes)
  }

  private static func content<Record: CBORDecodable>(_ kind: String, _: Record.Type, _ bytes: [UInt8]) -> JSON? {
    guard let record = try? Record(encoded: bytes) else { return nil }
    return object(kind, [("content", JSON(reflecting: record))])
  }

  static func entry(_ entry: Entry) -> JSON {
    switch entry {
    case .sealed(let commitment): object("sealed entry", [("commitment", commitment.json)])
    case .open(let entry): self.entry(entry)
    }
  }

  static func entry(_ entry: PublicEntry) -> JSON {
    object(
      "public entry",
      [("entry", .string("\(entry.kind)")), ("content", json(of: entry.content) ?? entry.content.json)])
  }

  private static func receipt(_ bytes: [UInt8]) -> JSON? {
    Receipt(bytes: bytes).map { object("receipt", [("receipt", JSON(reflecting: $0))]) }
  }

  /// Any other deterministic CBOR, in the notation of RFC 8949 §8.
  private static func items(_ bytes: [UInt8]) -> JSON? {
    guard let text = try? CBORDiagnostic.describe(bytes) else { return nil }
    return object("CBOR", [("diagnostic", .string(text))])
  }
}
