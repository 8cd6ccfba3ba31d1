import Coding
import Platform
import Presentation
import Signing

/// A compact JWS (RFC 7515 §3.1) as it came, its algorithm ES256 and nothing else: nobody has checked the signature.
struct UnverifiedToken: Sendable {
  let part: CredentialError.Part
  let payload: JSON
  private let message: [UInt8]
  private let signature: Signature

  static let maximumBytes = 32 << 10

  /// - Parameter type: what the header's `typ` must be.
  init(_ text: String, _ part: CredentialError.Part, type: String) throws(CredentialError) {
    self.part = part
    guard text.utf8.count <= Self.maximumBytes else { throw .tooLong(text.utf8.count) }
    let pieces = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    guard pieces.count == 3 else { throw .shape }
    let header = try Self.object(pieces[0], part)
    guard header["alg"] == "ES256" else { throw .algorithm(part) }
    guard header["typ"] == .string(type) else { throw .type(part) }
    guard header["crit"] == nil else { throw .critical(part) }
    payload = try Self.object(pieces[1], part)
    message = Array((pieces[0] + "." + pieces[1]).utf8)
    guard let bytes = try? Base64.decodeURL(pieces[2]) else { throw .base64(part) }
    guard let signature = Signature(bytes: bytes) else { throw .signature(part) }
    self.signature = signature
  }

  /// The payload, once one of the keys is found to have signed it.
  func verified(_ keys: [P256Point]) throws(CredentialError) -> JSON {
    // JWS knows no low-s form: other people's signers make either.
    for key in keys {
      guard let check = try? SignatureCheck(key: .p256(key), message: message, signature: signature.normalised) else {
        continue
      }
      if SignatureVerifier.verify(check) { return payload }
    }
    throw .signature(part)
  }

  private static func object(_ text: String, _ part: CredentialError.Part) throws(CredentialError) -> JSON {
    guard let bytes = try? Base64.decodeURL(text) else { throw .base64(part) }
    guard let json = try? JSONReader.read(bytes) else { throw .json(part) }
    guard case .object = json else { throw .structure(part) }
    return json
  }
}

/// Making compact JWS with ES256.
enum SignedToken {
  /// - Parameter key: a P-256 key.
  static func text(header: [(String, JSON)], payload: JSON, key: SigningKey) -> String {
    precondition(key.kind == .p256, "ES256 signs with P-256")
    let header = JSON.members([("alg", "ES256")] + header)
    let signed = Base64.encodeURL(Array(header.text.utf8)) + "." + Base64.encodeURL(Array(payload.text.utf8))
    return signed + "." + Base64.encodeURL(key.sign(Array(signed.utf8)).bytes)
  }
}

extension JSON {
  static func members(_ members: [(String, JSON)]) -> JSON {
    .object(members.map { Member(key: $0.0, value: $0.1) })
  }

  /// A text under a key.
  func string(_ key: String) -> String? {
    guard case .string(let value)? = self[key] else { return nil }
    return value
  }

  /// A time in seconds under a key; nil where there is none.
  func seconds(_ key: String) throws(CredentialError) -> Int64? {
    switch self[key] {
    case nil: return nil
    case .int(let value)? where (0...Self.latestSecond).contains(value): return value
    default: throw .wrong(key)
    }
  }

  /// The year 9999: later times are mistakes, and adding to earlier ones never overflows.
  private static let latestSecond: Int64 = 253_402_300_799
}

/// Texts of other people's JSON are equal when their bytes are: `String ==` equates different encodings of one letter.
func isSame(_ a: String?, _ b: String) -> Bool { a.map { $0.utf8.elementsEqual(b.utf8) } ?? false }
