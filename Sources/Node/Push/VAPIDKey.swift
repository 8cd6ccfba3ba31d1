import Coding
import Model
import Platform
import Presentation
import Signing

/// The key a node introduces itself to push services with (RFC 8292). Phones subscribe for it, so it stays for life.
public struct VAPIDKey: Sendable {
  private let key: SigningKey
  /// 65 bytes, uncompressed: what a phone subscribes with.
  public let publicBytes: [UInt8]

  init(_ key: SigningKey) {
    guard case .p256(let point) = key.publicKey else { preconditionFailure("VAPID is for P-256") }
    self.key = key
    publicBytes = [4] + point.bytes
  }

  /// Reads the key of a file, or makes one that its owner alone may read.
  public init(file: String) throws(StorageError) {
    if !Directory.exists(file) {
      try File.replace(file, with: SigningKey.generate(.p256).privateBytes, permissions: 0o600)
    }
    let bytes = try File.contents(of: file, limit: 64)
    do throws(CodingError) {
      self.init(try SigningKey(.p256, privateBytes: bytes))
    } catch {
      throw StorageError(.other, cannot: "use", path: file, reason: "it holds no P-256 key")
    }
  }

  /// The header `Authorization` for one push service.
  ///
  /// - Parameters:
  ///   - audience: its origin.
  ///   - expires: seconds since 1970, at most a day ahead.
  ///   - contact: a `mailto:` or `https:` address of whoever runs this node.
  public func authorization(for audience: String, expires: Int64, contact: String?) -> String {
    var claims: [JSON.Member] = [
      .init(key: "aud", value: .string(audience)), .init(key: "exp", value: .int(expires)),
    ]
    if let contact { claims.append(.init(key: "sub", value: .string(contact))) }
    let header: JSON = ["typ": "JWT", "alg": "ES256"]
    let signed = [header, .object(claims)].map { Base64.encodeURL([UInt8]($0.text.utf8)) }.joined(separator: ".")
    let signature = Base64.encodeURL(key.sign([UInt8](signed.utf8)).bytes)
    return "vapid t=\(signed).\(signature), k=\(Base64.encodeURL(publicBytes))"
  }
}
