import Coding
import Identity
import Model
import Signing
import TestSupport
import Testing

@Suite("Nullifiers")
struct NullifierTests {
  private static func numbers(_ count: Int) throws -> [NationalNumber] {
    try (1...count).map { try NationalNumber("53710417088500" + ($0 < 10 ? "0\($0)" : "\($0)")) }
  }

  // The blinds of the vectors cannot be set through the library's interface; element, key and output can.
  @Test(
    "The published vectors: RFC 9497, A.4.2, P384-SHA384 in verifiable mode",
    arguments: [
      (
        input: "00",
        blinded: "02d338c05cbecb82de13d6700f09cb61190543a7b7e2c6cd4fca56887e564ea82653b27fdad383995ea6d02cf26d0e24d9",
        evaluated: "02a7bba589b3e8672aa19e8fd258de2e6aae20101c8d761246de97a6b5ee9cf105febce4327a326255a3c604f63f600ef6",
        output: "3333230886b562ffb8329a8be08fea8025755372817ec969d114d1203d026b4a622beab60220bf19078bca35a529b35c"
      ),
      (
        input: "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        blinded: "02f27469e059886f221be5f2cca03d2bdc61e55221721c3b3e56fc012e36d31ae5f8dc058109591556a6dbd3a8c69c433b",
        evaluated: "03f16f903947035400e96b7f531a38d4a07ac89a80f89d86a1bf089c525a92c7f4733729ca30c56ce78b1ab4f7d92db8b4",
        output: "b91c70ea3d4d62ba922eb8a7d03809a441e1c3c7af915cbc2226f485213e895942cd0f8580e6d99f82221e66c40d274f"
      ),
      (
        input: "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        blinded: "02fa02470d7f151018b41e82223c32fad824de6ad4b5ce9f8e9f98083c9a726de9a1fc39d7a0cb6f4f188dd9cea01474cd",
        evaluated: "028e9e115625ff4c2f07bf87ce3fd73fc77994a7a0c1df03d2a630a3d845930e2e63a165b114d98fe34e61b68d23c0b50a",
        output: "b91c70ea3d4d62ba922eb8a7d03809a441e1c3c7af915cbc2226f485213e895942cd0f8580e6d99f82221e66c40d274f"
      ),
    ])
  func vectors(input: String, blinded: String, evaluated: String, output: String) throws {
    let key = try EvaluationKey(
      version: 1,
      privateBytes: Hex.decode(
        "051646b9e6e7a71ae27c1e1d0b87b4381db6d3595eeeb1adb41579adbf992f4278f9016eafc944edaa2b43183581779d"))
    #expect(
      key.publicKey.description
        == "031d689686c611991b55f1a1d8f4305ccd6cb719446f660a30db61b7aa87b46acf59b7c0d4a9077b3da21c25dd482229a0")
    let answer = try #require(key.evaluate(element: Hex.decode(blinded)))
    #expect(answer.count == 145 && Hex.encode(Array(answer.prefix(49))) == evaluated)
    #expect(key.output(try Hex.decode(input)).map(Hex.encode) == output)
  }

  @Test("are the same for a person however blinded, and others for everybody else and elsewhere")
  func roundTrips() throws {
    var agencies = try TwoAgencies()
    let numbers = try Self.numbers(5)
    let first = try agencies.nullifiers(numbers)
    #expect(Set(first).count == 5)
    #expect(first.allSatisfy { $0.keyVersion == 1 })
    #expect(try agencies.nullifiers(numbers) == first)
    #expect(try agencies.nullifiers([numbers[3]]) == [first[3]])
    let elsewhere = NullifierDomain(NetworkID(genesis: SHA256.hash(Array("another".utf8))))
    #expect(Set(try agencies.nullifiers(numbers, domain: elsewhere)).isDisjoint(with: first))
    // Other keys make others.
    var others = try TwoAgencies()
    #expect(Set(try others.nullifiers(numbers)).isDisjoint(with: first))
    // One person's pseudonyms in two programmes have nothing in common, and are always the same.
    #expect(first[0].pseudonym(series: "id.a.b") == first[0].pseudonym(series: "id.a.b"))
    #expect(first[0].pseudonym(series: "id.a.b") != first[0].pseudonym(series: "id.a.c"))
    #expect(first[0].pseudonym(series: "id.a.b") != first[1].pseudonym(series: "id.a.b"))
  }

  @Test("are the hash of domain and both outputs, and nothing less makes them")
  func composition() throws {
    let folder = try TwoAgencies()
    let keys = [EvaluationKey.generate(version: 3), .generate(version: 3)]
    let pair = try #require(EvaluatorKeys(version: 3, first: keys[0].publicKey, second: keys[1].publicKey))
    let number = "5371041708850001"
    let blinded = try BlindedNumbers([NationalNumber(number)], domain: TwoAgencies.domain, keys: pair)
    var evaluations: [Evaluation] = []
    for (role, key) in zip(EvaluatorRole.allCases, keys) {
      var evaluator = Evaluator(
        key: key, officers: [folder.officer.publicKey], log: try EvaluationLog("\(folder.folder.path)/\(role)-3.log"))
      evaluations.append(
        try evaluator.evaluate(folder.request(blinded.elements(for: role), version: 3), now: TwoAgencies.now))
    }
    let nullifier = try blinded.nullifiers(first: evaluations[0], second: evaluations[1])[0]
    let domain = Array("salur/nullifier/v1".utf8) + TwoAgencies.network.bytes
    let input = Array(number.utf8) + domain
    let outputs = try keys.map { try #require($0.output(input)) }
    #expect(nullifier == Nullifier(value: SHA256.hash(domain + outputs[0] + outputs[1]), keyVersion: 3))
  }

  @Test("Agencies see random points, never the same twice")
  func blinding() throws {
    let agencies = try TwoAgencies()
    let number = try Self.numbers(1)
    var seen: Set<[UInt8]> = []
    for _ in 0..<20 {
      let blinded = try BlindedNumbers(number, domain: TwoAgencies.domain, keys: agencies.keys)
      for role in EvaluatorRole.allCases { seen.formUnion(blinded.elements(for: role)) }
    }
    #expect(seen.count == 40)
    #expect(EvaluatorKeys(version: 1, first: agencies.keys.first, second: agencies.keys.first) == nil)
  }

  @Test("An answer with any byte changed, of another key, or to another question is refused")
  func tampering() throws {
    var agencies = try TwoAgencies()
    let numbers = try Self.numbers(2)
    let blinded = try BlindedNumbers(numbers, domain: TwoAgencies.domain, keys: agencies.keys)
    let first = try agencies.evaluate(.first, blinded.elements(for: .first))
    let second = try agencies.evaluate(.second, blinded.elements(for: .second))
    let bytes = first.encoded
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      guard let evaluation = try? Evaluation(encoded: changed) else { continue }
      let error = #expect(throws: NullifierError.self) { try blinded.nullifiers(first: evaluation, second: second) }
      let expected: [NullifierError] = [.malformed(.first), .proof(.first), .keyVersion(.first, expected: 1, found: 0)]
      #expect(error.map(expected.contains) == true, "byte \(index): \(String(describing: error))")
    }
    // The other agency's answer in its place, and answers to another family's question.
    #expect(throws: NullifierError.proof(.first)) { try blinded.nullifiers(first: second, second: first) }
    #expect(throws: NullifierError.proof(.second)) { try blinded.nullifiers(first: first, second: first) }
    let again = try BlindedNumbers(numbers, domain: TwoAgencies.domain, keys: agencies.keys)
    #expect(throws: NullifierError.proof(.first)) { try again.nullifiers(first: first, second: second) }
    let alone = try BlindedNumbers([numbers[0]], domain: TwoAgencies.domain, keys: agencies.keys)
    #expect(throws: NullifierError.count(.first)) { try alone.nullifiers(first: first, second: second) }
  }

  @Test("Nobody, too many and the same twice are refused")
  func bounds() throws {
    let keys = try TwoAgencies().keys
    #expect(throws: NullifierError.nobody) { try BlindedNumbers([], domain: TwoAgencies.domain, keys: keys) }
    #expect(throws: NullifierError.tooMany(25)) {
      try BlindedNumbers(Self.numbers(25), domain: TwoAgencies.domain, keys: keys)
    }
    let number = try Self.numbers(1)[0]
    #expect(throws: NullifierError.twice) {
      try BlindedNumbers([number, number], domain: TwoAgencies.domain, keys: keys)
    }
  }

  @Test("Requests and answers re-encode as they came, and are refused at every cut")
  func codec() throws {
    var agencies = try TwoAgencies()
    let blinded = try BlindedNumbers(Self.numbers(3), domain: TwoAgencies.domain, keys: agencies.keys)
    let request = EvaluationRequest(keyVersion: 1, time: 5, elements: blinded.elements(for: .first)).encoded
    let answer = try agencies.evaluate(.first, blinded.elements(for: .first)).encoded
    #expect(try EvaluationRequest(encoded: request).encoded == request)
    #expect(try Evaluation(encoded: answer).encoded == answer)
    for count in request.indices {
      #expect(throws: CodingError.self) { try EvaluationRequest(encoded: Array(request[..<count])) }
    }
    for count in answer.indices {
      #expect(throws: CodingError.self) { try Evaluation(encoded: Array(answer[..<count])) }
    }
    #expect(throws: CodingError.self) { try EvaluationRequest(encoded: request + [0]) }
    #expect(throws: CodingError.self) { try Evaluation(encoded: answer + [0]) }
  }
}
