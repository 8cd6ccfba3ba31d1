import Coding
import Presentation
import Signing

/// One claim that its holder may show or keep back: `[salt, name, value]`, or `[salt, value]` for an element of an array
/// (RFC 9901 §4.2). The issuer signs only the digest.
public struct Disclosure: Hashable, Sendable {
  /// Nil for an element of an array.
  public let name: String?
  public let value: JSON
  /// In base64url, as it travels and as it is hashed.
  public let text: String

  public static let maximumBytes = 8 << 10

  /// - Parameter salt: 16 random bytes.
  init(salt: [UInt8], name: String, value: JSON) {
    self.name = name
    self.value = value
    text = Base64.encodeURL(Array(JSON.array([.string(Base64.encodeURL(salt)), .string(name), value]).text.utf8))
  }

  /// - Parameter number: which one it is, for the error.
  init(parsing text: String, number: Int) throws(CredentialError) {
    let part = CredentialError.Part.disclosure(number)
    guard text.utf8.count <= Self.maximumBytes else { throw .tooLong(text.utf8.count) }
    guard let bytes = try? Base64.decodeURL(text) else { throw .base64(part) }
    guard let json = try? JSONReader.read(bytes) else { throw .json(part) }
    guard case .array(let items) = json, (2...3).contains(items.count), case .string = items[0] else {
      throw .structure(part)
    }
    if items.count == 3 {
      guard case .string(let name) = items[1] else { throw .structure(part) }
      guard !["_sd", "..."].contains(name) else { throw .reserved(name) }
      self.name = name
    } else {
      name = nil
    }
    value = items[items.count - 1]
    self.text = text
  }

  /// In base64url: what stands in `_sd`.
  public var digest: String { Base64.encodeURL(SHA256.hash(Array(text.utf8)).bytes) }
}
