import Foundation
import Identity
import Platform
import Signing
import StorageSupport
import Testing

@Suite("An agency's evaluator")
struct EvaluatorTests {
  private static func elements(_ count: Int, _ keys: EvaluatorKeys) throws -> [[UInt8]] {
    let numbers = try (1...count).map { try NationalNumber("53710417088500" + ($0 < 10 ? "0\($0)" : "\($0)")) }
    return try BlindedNumbers(numbers, domain: TwoAgencies.domain, keys: keys).elements(for: .first)
  }

  @Test("answers registered officers, within minutes, for its key's version, once")
  func refusals() throws {
    var agencies = try TwoAgencies()
    let elements = try Self.elements(1, agencies.keys)
    let now = TwoAgencies.now
    func refused(_ error: EvaluatorError, _ request: [UInt8]) {
      let before = agencies.evaluators[.first]!.log.head
      #expect(throws: error) { try agencies.evaluators[.first]!.evaluate(request, now: now) }
      #expect(agencies.evaluators[.first]!.log.head == before, "a refusal is no evaluation")
    }
    let stranger = SigningKey(.ed25519, seed: SHA256.hash(Array("stranger".utf8)))
    refused(.unknownOfficer, agencies.request(elements, by: stranger))
    refused(.unknownOfficer, agencies.request(elements, by: SigningKey(.p256, seed: .zero)))
    refused(.keyVersion(expected: 1, found: 2), agencies.request(elements, version: 2))
    refused(.stale, agencies.request(elements, time: now - Evaluator.requestLife - 1))
    refused(.stale, agencies.request(elements, time: now + Evaluator.requestLife + 1))
    refused(.stale, agencies.request(elements, time: .min))
    refused(.stale, agencies.request(elements, time: .max))
    refused(.tooLong(4097), [UInt8](repeating: 0, count: 4097))
    refused(.malformed, [])
    refused(.malformed, agencies.officer.signedMessage(payload: [1], aad: EvaluationRequest.aad))
    refused(.notAPoint, agencies.request([[UInt8](repeating: 2, count: 49)]))
    refused(.notAPoint, agencies.request([[UInt8](repeating: 0, count: 49)]))
    let request = agencies.request(elements)
    _ = try agencies.evaluators[.first]!.evaluate(request, now: now)
    refused(.replayed, request)
    for index in request.indices {
      var changed = request
      changed[index] ^= 1
      #expect(throws: EvaluatorError.self) { try agencies.evaluators[.first]!.evaluate(changed, now: now) }
    }
  }

  @Test("bounds how many people one officer may ask about, through a restart, and not others by it")
  func limits() throws {
    let second = SigningKey(.p256, seed: SHA256.hash(Array("second".utf8)))
    let agencies = try TwoAgencies()
    let path = agencies.folder.path + "/limits.log"
    let key = EvaluationKey.generate(version: 1)
    func evaluator() throws -> Evaluator {
      Evaluator(
        key: key, officers: [agencies.officer.publicKey, second.publicKey], limits: .init(perHour: 5, perDay: 8),
        log: try EvaluationLog(path))
    }
    var running = try evaluator()
    func ask(_ count: Int, after minutes: Int64, by officer: SigningKey? = nil) throws {
      let now = TwoAgencies.now + minutes * 60_000
      let request = agencies.request(try Self.elements(count, agencies.keys), time: now, by: officer)
      _ = try running.evaluate(request, now: now)
    }
    try ask(4, after: 0)
    #expect(throws: EvaluatorError.limit(perHour: 5)) { try ask(2, after: 1) }
    try ask(1, after: 1)
    running = try evaluator()
    #expect(throws: EvaluatorError.limit(perHour: 5)) { try ask(1, after: 2) }
    try ask(5, after: 2, by: second)
    #expect(throws: EvaluatorError.limit(perHour: 5)) { try ask(2, after: 59) }
    try ask(3, after: 61)
    #expect(throws: EvaluatorError.dailyLimit(perDay: 8)) { try ask(1, after: 200) }
    // A day after the first four, they no longer count.
    try ask(4, after: 24 * 60)
    #expect(running.log.records.map(\.count) == [4, 1, 5, 3, 4])
    #expect(running.log.records.map(\.officer) == [0, 0, 1, 0, 0].map { [agencies.officer, second][$0].publicKey })
  }

  @Test("logs in a chain that shows what was changed or taken out")
  func log() throws {
    var agencies = try TwoAgencies()
    let path = "\(agencies.folder.path)/first.log"
    for count in 1...3 { _ = try agencies.evaluate(.first, try Self.elements(count, agencies.keys)) }
    let head = agencies.evaluators[.first]!.log.head
    let bytes = try File.contents(of: path)
    let length = bytes.count / 3
    #expect(try EvaluationLog(path).head == head)
    let copy = "\(agencies.folder.path)/copy.log"
    func reading(_ bytes: [UInt8]) throws -> EvaluationLog {
      try File.replace(copy, with: bytes)
      return try EvaluationLog(copy)
    }
    // Any byte of a record that others follow; of the last one, the head tells.
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      do {
        #expect(try reading(changed).head != head)
        #expect(index >= 2 * length, "byte \(index)")
      } catch let error as EvaluatorError {
        guard case .damagedLog = error else { throw error }
      }
    }
    // A record that a power cut tore off goes; one taken out of the middle is seen.
    for count in 2 * length..<3 * length {
      #expect(try reading(Array(bytes[..<count])).records.count == 2)
      #expect(try File.contents(of: copy).count == 2 * length)
    }
    #expect(throws: EvaluatorError.damagedLog(record: 1)) {
      try reading(Array(bytes[..<length] + bytes[(2 * length)...]))
    }
    #expect(throws: EvaluatorError.damagedLog(record: 0)) { try reading(Array(bytes[length...])) }
  }

  @Test("keeps its key sealed, and opens for its passphrase alone")
  func folder() throws {
    let folder = TemporaryDirectory()
    let path = folder.path + "/agency"
    let officer = SigningKey(.ed25519, seed: .zero).publicKey
    func create() throws -> EvaluatorKey {
      try EvaluatorFolder.create(
        path, version: 7, officers: [officer], limits: .init(perHour: 3, perDay: 9), passphrase: "rahasia sekali",
        logRounds: 10)
    }
    #expect(throws: EvaluatorFolderError.isNot(path)) { try EvaluatorFolder(path) }
    let key = try create()
    #expect(throws: EvaluatorFolderError.isThere(path)) { try create() }
    let file = path + "/evaluator.json"
    do {
      let opened = try EvaluatorFolder(path)
      #expect(opened.publicKey == key && opened.version == 7 && opened.officers == [officer])
      #expect(throws: EvaluatorFolderError.passphrase(file)) { try opened.open(passphrase: "rahasia sekal") }
      let evaluator = try opened.open(passphrase: "rahasia sekali")
      #expect(evaluator.key.publicKey == key && evaluator.limits == .init(perHour: 3, perDay: 9))
      let error = #expect(throws: EvaluatorFolderError.self) { try EvaluatorFolder(path) }
      guard case .storage(let storage)? = error, storage.kind == .locked else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    let text = String(decoding: try File.contents(of: file), as: UTF8.self)
    try File.replace(file, with: Array(text.replacing("did:key:", with: "did:kex:").utf8))
    #expect(throws: EvaluatorFolderError.officer(file)) { try EvaluatorFolder(path) }
    try File.replace(file, with: Array(text.dropLast(9).utf8))
    #expect(throws: EvaluatorFolderError.damaged(file)) { try EvaluatorFolder(path) }
  }
}
