import Coding
import Crypto
import Foundation
import Platform
import Push
import Testing

/// A phone's half of Web Push: its keys, and how it reads what comes (RFC 8291, written apart from the sender's half).
package struct Phone: Sendable {
  private let key: P256.KeyAgreement.PrivateKey
  package let secret: [UInt8]

  package init() {
    key = P256.KeyAgreement.PrivateKey()
    secret = SecureRandom.bytes(16)
  }

  package init(privateKey: [UInt8], secret: [UInt8]) throws {
    key = try P256.KeyAgreement.PrivateKey(rawRepresentation: privateKey)
    self.secret = secret
  }

  package var publicKey: [UInt8] { [UInt8](key.publicKey.x963Representation) }

  package func subscription(_ url: String) throws -> PushSubscription {
    let endpoint = try #require(PushEndpoint(url, allowsLoopback: true))
    return try #require(PushSubscription(endpoint: endpoint, key: publicKey, secret: secret))
  }

  /// As a browser's `PushSubscription` writes itself.
  package func json(_ url: String) -> String {
    """
    {"endpoint":"\(url)","expirationTime":null,"keys":\
    {"p256dh":"\(Base64.encodeURL(publicKey))","auth":"\(Base64.encodeURL(secret))"}}
    """
  }

  /// The text of a message, without its padding.
  package func read(_ body: [UInt8]) throws -> [UInt8] {
    let (salt, idLength) = (Array(body[0..<16]), Int(body[20]))
    let senderKey = Array(body[21..<21 + idLength])
    let sender = try P256.KeyAgreement.PublicKey(x963Representation: senderKey)
    let shared = try key.sharedSecretFromKeyAgreement(with: sender).withUnsafeBytes { Array($0) }
    let agreed = hmac(secret, shared)
    let input = hmac(agreed, Array("WebPush: info\0".utf8) + publicKey + senderKey + [1])
    let pseudoRandom = hmac(salt, input)
    let contentKey = hmac(pseudoRandom, Array("Content-Encoding: aes128gcm\0".utf8) + [1]).prefix(16)
    let nonce = hmac(pseudoRandom, Array("Content-Encoding: nonce\0".utf8) + [1]).prefix(12)
    let record = body[(21 + idLength)...]
    let box = try AES.GCM.SealedBox(
      nonce: AES.GCM.Nonce(data: nonce), ciphertext: record.dropLast(16), tag: record.suffix(16))
    let padded = [UInt8](try AES.GCM.open(box, using: SymmetricKey(data: contentKey)))
    let end = try #require(padded.lastIndex { $0 != 0 })
    #expect(padded[end] == 2)
    return Array(padded[..<end])
  }

  private func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    Array(HMAC<Crypto.SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
  }
}
