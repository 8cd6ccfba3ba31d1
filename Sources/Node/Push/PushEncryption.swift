import Crypto
import Foundation

/// Message encryption for Web Push (RFC 8291): one record of the content coding `aes128gcm` (RFC 8188), under a key agreed
/// between the phone's key and one made for this message alone.
package struct PushEncryption {
  private let contentKey: SymmetricKey
  private let nonce: [UInt8]
  private let header: [UInt8]

  /// The record's size as the header says it: as large as any push service takes.
  private static let recordSize: UInt32 = 4096

  package init(_ subscription: PushSubscription, sender: P256.KeyAgreement.PrivateKey, salt: [UInt8]) {
    let publicKey = [UInt8](sender.publicKey.x963Representation)
    guard let receiver = try? P256.KeyAgreement.PublicKey(x963Representation: subscription.key),
      let shared = try? sender.sharedSecretFromKeyAgreement(with: receiver)
    else { preconditionFailure("a subscription's key was checked when it came") }
    let info = Array("WebPush: info\0".utf8) + subscription.key + publicKey
    let input = HKDF<Crypto.SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: shared.withUnsafeBytes { [UInt8]($0) }), salt: subscription.secret,
      info: info,
      outputByteCount: 32)
    contentKey = HKDF<Crypto.SHA256>.deriveKey(
      inputKeyMaterial: input, salt: salt, info: Array("Content-Encoding: aes128gcm\0".utf8), outputByteCount: 16)
    nonce = HKDF<Crypto.SHA256>.deriveKey(
      inputKeyMaterial: input, salt: salt, info: Array("Content-Encoding: nonce\0".utf8), outputByteCount: 12
    ).withUnsafeBytes { [UInt8]($0) }
    header =
      salt + withUnsafeBytes(of: Self.recordSize.bigEndian) { [UInt8]($0) } + [UInt8(publicKey.count)] + publicKey
  }

  /// - Parameter length: what the text is padded to with zeros, behind the mark of the last record.
  package func encrypt(_ text: [UInt8], paddedTo length: Int = 0) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: max(0, length - text.count))
    guard let nonce = try? AES.GCM.Nonce(data: nonce),
      let box = try? AES.GCM.seal(text + [2] + padding, using: contentKey, nonce: nonce)
    else { preconditionFailure("encrypting a short text does not fail") }
    return header + box.ciphertext + box.tag
  }
}
