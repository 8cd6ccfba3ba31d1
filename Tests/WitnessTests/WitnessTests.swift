import Coding
import Platform
import Signing
import StorageSupport
import Synchronization
import Testing
import Transparency
import Witness

@Suite("A witness")
struct WitnessTests {
  let folder = TemporaryDirectory()
  let log: TestLog
  let directory: WitnessDirectory

  init() throws {
    var log = TestLog()
    log.grow(to: 700)
    self.log = log
    directory = WitnessDirectory(folder.path + "/witness")
    _ = try directory.initialise(name: "witness.test/1")
  }

  private func open(at time: UInt64 = 1_000_000) throws -> Witness {
    try Witness(directory, logs: [log.key], clock: { time })
  }

  private func refusal(_ witness: Witness, _ body: [UInt8]) -> CosigningRefusal? {
    do throws(CosigningRefusal) {
      _ = try witness.cosign(body)
      return nil
    } catch {
      return error
    }
  }

  @Test("cosigns a log that only grows, each time for the very note")
  func growing() throws {
    let witness = try open()
    var old: UInt64 = 0
    for size in [0, 1, 2, 2, 3, 255, 256, 257, 699, 700] as [UInt64] {
      let signature = try witness.cosign(log.request(from: old, to: size))
      #expect(signature.cosignedTime(of: log.note(size), by: witness.key) == 1_000_000)
      old = size
    }
    #expect(witness.sizes.map(\.size) == [700])
  }

  @Test("refuses what cannot be read", arguments: [
    "", "old", "old \n\n", "old 01\n\n", "old -1\n\n", "old 1\n", "old 1\nAAAA\n\n", "new 0\n\n", "old 18446744073709551616\n\n",
    "old 0\n\nno note\n",
  ])
  func malformed(body: String) throws {
    guard case .malformed? = refusal(try open(), Array(body.utf8)) else {
      Issue.record("\(body) was not refused as malformed")
      return
    }
  }

  @Test("refuses more than 63 hashes, and a note that is no checkpoint")
  func malformedNotes() throws {
    let witness = try open()
    let many = TestLog.request(old: "0", hashes: Array(repeating: .zero, count: 64), note: log.note(5).bytes)
    #expect(refusal(witness, many)?.status == 400)
    var other = SignedNote(text: "no checkpoint\n")
    other.sign(as: log.key) { log.signingKey.sign($0) }
    #expect(refusal(witness, TestLog.request(old: "0", note: other.bytes))?.status == 400)
  }

  @Test("refuses a log it does not know: 404")
  func unknownLog() throws {
    var other = TestLog("salur.test/other")
    other.grow(to: 3)
    #expect(refusal(try open(), other.request(from: 0, to: 3)) == .unknownLog("salur.test/other"))
  }

  @Test("refuses a head its log has not signed, or a signature that does not fit: 403")
  func unsigned() throws {
    let witness = try open()
    let impostor = TestLog(seed: "impostor")
    #expect(impostor.key.name == log.key.name)
    var forged = log.checkpoint(5).note
    forged.sign(as: impostor.key) { impostor.signingKey.sign($0) }
    #expect(refusal(witness, TestLog.request(old: "0", note: forged.bytes)) == .notSigned(.notSigned))
    // The log's key over another text.
    var altered = log.checkpoint(6).note
    altered.add(log.note(5).signatures[0])
    #expect(refusal(witness, TestLog.request(old: "0", note: altered.bytes)) == .notSigned(.wrongSignature(log.key.name)))
    // A stranger's signature beside the log's does no harm.
    var both = log.note(5)
    both.sign(as: impostor.key) { impostor.signingKey.sign($0) }
    #expect(refusal(witness, TestLog.request(old: "0", note: both.bytes)) == nil)
  }

  @Test("refuses an old size above the head's: 400; another than its own: 409, and says its own")
  func sizes() throws {
    let witness = try open()
    #expect(refusal(witness, TestLog.request(old: "6", note: log.note(5).bytes)) == .backwards)
    #expect(refusal(witness, log.request(from: 3, to: 5)) == .otherSize(0))
    _ = try witness.cosign(log.request(from: 0, to: 5))
    #expect(refusal(witness, log.request(from: 0, to: 7)) == .otherSize(5))
    #expect(refusal(witness, log.request(from: 0, to: 5)) == .otherSize(5))
    // Never backwards: a smaller head cannot name the size that was cosigned.
    #expect(refusal(witness, log.request(from: 3, to: 4)) == .otherSize(5))
    #expect(refusal(witness, TestLog.request(old: "5", note: log.note(4).bytes)) == .backwards)
  }

  @Test("refuses a proof that does not hold: 422")
  func proofs() throws {
    let witness = try open()
    let proofOfNothing = TestLog.request(old: "0", hashes: [.zero], note: log.note(5).bytes)
    #expect(refusal(witness, proofOfNothing)?.status == 422)
    _ = try witness.cosign(log.request(from: 0, to: 5))
    let hashes = log.tree.consistencyProof(from: 5, to: 9).hashes
    for wrong in [[], Array(hashes.dropLast()), hashes + [.zero], hashes.reversed(), [.zero] + hashes.dropFirst()] {
      #expect(refusal(witness, TestLog.request(old: "5", hashes: wrong, note: log.note(9).bytes))?.status == 422)
    }
    #expect(refusal(witness, TestLog.request(old: "5", hashes: hashes, note: log.note(9).bytes)) == nil)
  }

  @Test("refuses an empty log with another root than the empty one: 422")
  func emptyRoot() throws {
    let empty = Checkpoint(origin: log.key.name, size: 0, root: .zero)
    #expect(refusal(try open(), TestLog.request(old: "0", note: log.note(empty).bytes))?.status == 422)
  }

  @Test("refuses a second history, of the same size or a larger one")
  func fork() throws {
    let witness = try open()
    var fork = TestLog()
    fork.grow(to: 3)
    _ = try witness.cosign(log.request(from: 0, to: 5))
    fork.grow(to: 9, history: "other")
    #expect(refusal(witness, fork.request(from: 5, to: 5))?.status == 422)
    #expect(refusal(witness, fork.request(from: 5, to: 9))?.status == 422)
    #expect(witness.sizes.map(\.size) == [5])
  }

  @Test("remembers through a restart, also where it was killed before it could answer")
  func restart() throws {
    let hash = Hex.encode(SHA256.hash(log.key.name.utf8).bytes)
    do {
      let witness = try open()
      #expect(witness.checkpoint(ofLog: hash) == nil)
      _ = try witness.cosign(log.request(from: 0, to: 5))
      // Written, and the answer lost on the way.
      _ = try witness.cosign(log.request(from: 5, to: 9))
    }
    let witness = try open(at: 1_000_010)
    let kept = try SignedNote(parsing: try #require(witness.checkpoint(ofLog: hash)))
    #expect(kept.text == log.checkpoint(9).text && kept.signatures.count == 2)
    var fork = TestLog()
    fork.grow(to: 5)
    fork.grow(to: 9, history: "other")
    #expect(refusal(witness, fork.request(from: 5, to: 9)) == .otherSize(9))
    #expect(refusal(witness, fork.request(from: 9, to: 9))?.status == 422)
    let again = try witness.cosign(log.request(from: 9, to: 9))
    #expect(again.cosignedTime(of: log.note(9), by: witness.key) == 1_000_010)
  }

  @Test("never cosigns with an earlier time, whatever its clock does")
  func clock() throws {
    do { _ = try open(at: 2_000_000).cosign(log.request(from: 0, to: 5)) }
    let witness = try open(at: 1_000)
    let signature = try witness.cosign(log.request(from: 5, to: 9))
    #expect(signature.cosignedTime(of: log.note(9), by: witness.key) == 2_000_000)
  }

  @Test("does not say what it cannot write down")
  func disk() throws {
    let witness = try open()
    _ = try witness.cosign(log.request(from: 0, to: 5))
    try moveAway(directory.path + "/logs")
    #expect(refusal(witness, log.request(from: 5, to: 9))?.status == 500)
    #expect(witness.sizes.map(\.size) == [5])
    try Directory.move(directory.path + "/moved", to: directory.path + "/logs")
    _ = try witness.cosign(log.request(from: 5, to: 9))
  }

  private func moveAway(_ path: String) throws { try Directory.move(path, to: directory.path + "/moved") }

  @Test("does not start with a memory that was tampered with, nor twice at once")
  func tampering() throws {
    do {
      let witness = try open()
      _ = try witness.cosign(log.request(from: 0, to: 5))
      #expect(throws: WitnessError.self) { try open() }
    }
    let file = directory.path + "/logs/" + Hex.encode(SHA256.hash(log.key.name.utf8).bytes)
    let bytes = try File.contents(of: file)
    try File.replace(file, with: log.note(3).bytes)
    #expect(throws: WitnessError.self) { try open() }
    try File.replace(file, with: Array(bytes.dropLast(40)))
    #expect(throws: WitnessError.self) { try open() }
    try File.replace(file, with: bytes)
    #expect(try open().sizes.map(\.size) == [5])
  }

  @Test("keeps its logs apart, and takes none twice or with a witness's key")
  func logs() throws {
    var other = TestLog("salur.test/other", seed: "other")
    other.grow(to: 3)
    do {
      let witness = try Witness(directory, logs: [log.key, other.key])
      _ = try witness.cosign(log.request(from: 0, to: 5))
      _ = try witness.cosign(other.request(from: 0, to: 3))
      #expect(witness.sizes.map(\.size) == [5, 3])
    }
    #expect(throws: WitnessError.self) { try Witness(directory, logs: [log.key, log.key]) }
    let cosigner = TestLog.noteKey("salur.test/x", other.signingKey, .cosignatureV1)
    #expect(throws: WitnessError.self) { try Witness(directory, logs: [cosigner]) }
  }

  @Test("lets no two requests come between one another")
  func race() async throws {
    let witness = try open()
    _ = try witness.cosign(log.request(from: 0, to: 100))
    let log = log
    let granted = await withTaskGroup(of: Int.self) { group in
      for size in 101...140 as ClosedRange<UInt64> {
        group.addTask { (try? witness.cosign(log.request(from: 100, to: size))) == nil ? 0 : 1 }
      }
      return await group.reduce(0, +)
    }
    #expect(granted == 1)
  }

  @Test("has one key for good")
  func key() throws {
    #expect(throws: WitnessError.self) { try directory.initialise(name: "witness.test/2") }
    let key = try directory.verifierKey()
    #expect(key.kind == .cosignatureV1 && key.name == "witness.test/1")
    #expect(throws: WitnessError.self) { try WitnessDirectory(folder.path + "/none").verifierKey() }
    #expect(throws: WitnessError.self) { try WitnessDirectory(folder.path + "/bad").initialise(name: "with space") }
  }
}
