import Coding
import Presentation

/// Puts what was disclosed in the place of its digests, and takes out the digests of what was not (RFC 9901 §7.1).
struct DisclosedClaims {
  private let disclosures: [Disclosure]
  private let numbers: [String: Int]
  private var used: Set<Int> = []
  private var digests: Set<String> = []

  /// Claims an issuer must not hide, because verifying depends on them (SD-JWT VC §2.2.2.2).
  private static let neverHidden = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "_sd_alg"]
  private static let maximumDepth = 16

  /// The issuer's payload with the disclosed claims in it.
  static func claims(_ payload: JSON, _ disclosures: [Disclosure]) throws(CredentialError) -> JSON {
    guard case .object(let members) = payload else { throw .structure(.issuer) }
    guard payload["_sd_alg"] == nil || payload["_sd_alg"] == "sha-256" else { throw .hashAlgorithm }
    var reading = try DisclosedClaims(disclosures)
    let claims = try reading.object(members.filter { $0.key != "_sd_alg" }, depth: 0)
    if let unused = disclosures.indices.first(where: { !reading.used.contains($0) }) { throw .unreferenced(unused) }
    return claims
  }

  private init(_ disclosures: [Disclosure]) throws(CredentialError) {
    var numbers: [String: Int] = [:]
    for (number, disclosure) in disclosures.enumerated() {
      guard numbers.updateValue(number, forKey: disclosure.digest) == nil else { throw .digestTwice }
    }
    self.disclosures = disclosures
    self.numbers = numbers
  }

  private mutating func value(_ json: JSON, depth: Int) throws(CredentialError) -> JSON {
    guard depth <= Self.maximumDepth else { throw .tooDeep }
    switch json {
    case .object(let members): return try object(members, depth: depth)
    case .array(let elements): return try array(elements, depth: depth)
    default: return json
    }
  }

  private mutating func object(_ members: [JSON.Member], depth: Int) throws(CredentialError) -> JSON {
    var shown: [JSON.Member] = []
    var names: Set<[UInt8]> = []
    for member in members where member.key != "_sd" {
      guard member.key != "..." else { throw .reserved(member.key) }
      names.insert(Array(member.key.utf8))
      shown.append(JSON.Member(key: member.key, value: try value(member.value, depth: depth + 1)))
    }
    guard let hidden = members.first(where: { $0.key == "_sd" }) else { return .object(shown) }
    guard case .array(let digests) = hidden.value else { throw .structure(.issuer) }
    for digest in digests {
      guard case .string(let digest) = digest else { throw .structure(.issuer) }
      guard let number = try disclosure(digest) else { continue }
      guard let name = disclosures[number].name else { throw .structure(.disclosure(number)) }
      guard depth > 0 || !Self.neverHidden.contains(name) else { throw .reserved(name) }
      guard names.insert(Array(name.utf8)).inserted else { throw .claimTwice(name) }
      shown.append(JSON.Member(key: name, value: try value(disclosures[number].value, depth: depth + 1)))
    }
    return .object(shown)
  }

  private mutating func array(_ elements: [JSON], depth: Int) throws(CredentialError) -> JSON {
    var shown: [JSON] = []
    for element in elements {
      guard case .object(let members) = element, members.count == 1, members[0].key == "...",
        case .string(let digest) = members[0].value
      else {
        shown.append(try value(element, depth: depth + 1))
        continue
      }
      guard let number = try disclosure(digest) else { continue }
      guard disclosures[number].name == nil else { throw .structure(.disclosure(number)) }
      shown.append(try value(disclosures[number].value, depth: depth + 1))
    }
    return .array(shown)
  }

  /// Which disclosure the digest is of, if it was shown. No digest may stand in two places.
  private mutating func disclosure(_ digest: String) throws(CredentialError) -> Int? {
    guard digests.insert(digest).inserted else { throw .digestTwice }
    guard let number = numbers[digest] else { return nil }
    used.insert(number)
    return number
  }
}
