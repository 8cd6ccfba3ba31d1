import Coding
import Ledger
import Model
import Programmes
import Records
import Rules
import Signing
import Transparency

/// The generated parts of `docs/FORMATS.md`.
enum Tables {
  static let limits = table(
    ["what", "at most"],
    [
      ["arrays, maps and tags inside one another", "\(CBORReader.maximumDepth)"],
      ["a command's payload", "\(Command.maximumBytes) bytes"],
      ["one sealed record, its salt included", "\(Sealed.maximumBytes) bytes"],
      ["people in one family", "\(Registration.maximumMembers)"],
      ["a programme's canonical bytes", "\(Programme.maximumBytes) bytes"],
      ["a genesis document", "\(Genesis.maximumBytes) bytes"],
      ["officers of an agency", "\(Agency.maximumOfficers)"],
      ["the content of a public entry", "\(PublicEntry.maximumBytes) bytes"],
      ["a checkpoint in the `acknowledged` file", "\(Acknowledgement.maximumCheckpoint) bytes"],
      ["a signed note", "\(SignedNote.maximumByteCount) bytes, \(SignedNote.maximumSignatures) signatures"],
    ])

  static let algorithms = table(
    ["`alg`", "algorithm"], SignatureAlgorithm.allCases.map { ["\($0.rawValue)", $0.description] })

  // MARK: Commands

  static func actions() throws -> String {
    table(
      ["number", "action", "fields after the number", "sealed records beside it"],
      Examples.actions.map { action in
        let fields = action.fields.map { field in field.name.map { "\($0): \(field.type)" } ?? field.type }
        let sealed = action.fields.contains { $0.name == "root" } ? "`count`" : "\(action.sealedCount)"
        return ["\(action.number)", "`\(action.name)`", fields.joined(separator: ", "), sealed]
      })
  }

  static let actionExamples = fence(Examples.actions.flatMap { ["# \($0.name)"] + hexLines(Hex.encode($0.encoded)) })

  // MARK: Records

  static func records() throws -> String {
    let shown: [(String, [UInt8])] = [
      ("PublicKey", Examples.key.encoded),
      ("Command", Examples.command.encoded),
      ("Command, signed", Examples.signed),
      ("Possession", Possession.payload(key: Examples.key, subject: Possession.subject(Examples.family))),
      ("Registration", Registration(region: Examples.village, members: [Examples.nullifier]).encoded),
      ("FamilyChange", FamilyChange(region: Examples.village, members: [Examples.nullifier]).encoded),
      ("FactRecord", Examples.fact.encoded),
      ("FactSchema", Examples.schema.encoded),
      ("Programme", Examples.programme.encoded),
      ("Programme's `due`, a trigger", Examples.trigger.encoded),
      ("Parameters", Parameters().encoded),
      ("Genesis", Examples.genesis.encoded),
      ("Entry, sealed", Entry.sealed(commitment: Examples.opening.commitment).encoded),
      ("Entry, public", Entry.open(PublicEntry(.block, content: Examples.blockEntry.encoded)).encoded),
      ("Opening", Examples.opening.encoded),
      ("BlockEntry", Examples.blockEntry.encoded),
      ("AgencyAct", Examples.act.encoded),
      ("CycleNotice", Examples.cycleNotice.encoded),
      ("BatchNotice", Examples.batch.encoded),
      ("Acknowledgement", Examples.acknowledgement.encoded),
    ]
    return try shown.map { name, bytes in
      "**\(name)**\n\n" + fence([try CBORDiagnostic.describe(bytes)] + hexLines(Hex.encode(bytes)))
    }.joined(separator: "\n")
  }

  // MARK: Receipts and entries

  static let receiptKinds = table(
    ["number", "kind"], Receipt.Kind.allCases.map { ["\($0.rawValue)", "`\($0)`"] })

  static let movers = table(
    ["number", "mover"], Receipt.Mover.allCases.map { ["\($0.rawValue)", "`\($0)`"] })

  static let receiptExample = fence(hexLines(Hex.encode(Examples.receipt.bytes)))

  static let entryKinds = table(
    ["number", "kind"],
    [["\(Entry.sealedKind)", "sealed"]] + PublicEntry.Kind.allCases.map { ["\($0.rawValue)", "`\($0)`"] })

  static let enumerations = table(
    ["enum", "numbers"],
    [
      numbered("Role", Role.allCases), numbered("FactSchema.Subject", FactSchema.Subject.allCases),
      numbered("RegistrantUnit", RegistrantUnit.allCases), numbered("Shortfall", Shortfall.allCases),
      numbered("Schedule.Every", Schedule.Every.allCases), numbered("Choice", Choice.allCases),
      numbered("CycleNotice.Stage", CycleNotice.Stage.allCases), numbered("Cycle.Stage", Cycle.Stage.allCases),
      numbered("ProgrammeVersion.State", ProgrammeVersion.State.allCases),
    ])

  private static func numbered<Case: RawRepresentable>(_ name: String, _ cases: [Case]) -> [String] {
    ["`\(name)`", cases.map { "\($0.rawValue) \($0)" }.joined(separator: ", ")]
  }

  // MARK: Rejections

  static let rejections = table(
    ["code", "name", "", "Indonesian", "English"],
    Rejection.allCases.map { rejection in
      let kind = rejection.isTransient ? "transient" : "final"
      return ["\(rejection.rawValue)", "`\(rejection)`", kind, rejection.indonesian, rejection.english]
    })
}
