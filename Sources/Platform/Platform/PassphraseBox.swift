import Coding
import Crypto
import CryptoExtras
import Foundation

/// Bytes sealed under a passphrase: scrypt (RFC 7914) makes the key, AES-256-GCM seals. A wrong passphrase and an altered
/// box look the same.
public struct PassphraseBox: Equatable, Sendable {
  public let salt: [UInt8]
  /// scrypt's cost: 2 to this power.
  public let logRounds: UInt8
  /// Nonce, ciphertext and tag.
  public let sealed: [UInt8]

  /// About a tenth of a second and 64 MiB: a passphrase is guessed slowly, and opened once a session.
  public static let defaultLogRounds: UInt8 = 16
  private static let blockSize = 8

  /// - Parameters:
  ///   - context: what the bytes are for; the box opens for nothing else.
  ///   - salt: sixteen random bytes, never used before.
  public init(
    sealing bytes: [UInt8], passphrase: String, context: [UInt8], logRounds: UInt8 = PassphraseBox.defaultLogRounds,
    salt: [UInt8] = SecureRandom.bytes(16)
  ) throws(PassphraseError) {
    precondition((10...20).contains(logRounds) && salt.count == 16, "scrypt's cost is bounded")
    self.salt = salt
    self.logRounds = logRounds
    do {
      let key = try Self.key(passphrase, salt, logRounds)
      sealed = [UInt8](try AES.GCM.seal(bytes, using: key, authenticating: context).combined!)
    } catch {
      throw .cannotSeal
    }
  }

  /// One that was sealed before; nil where its numbers are none this program would have written.
  public init?(salt: [UInt8], logRounds: UInt8, sealed: [UInt8]) {
    guard salt.count == 16, (10...20).contains(logRounds), sealed.count >= 28 else { return nil }
    self.salt = salt
    self.logRounds = logRounds
    self.sealed = sealed
  }

  public func open(passphrase: String, context: [UInt8]) throws(PassphraseError) -> [UInt8] {
    do {
      let key = try Self.key(passphrase, salt, logRounds)
      return [UInt8](try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: context))
    } catch {
      throw .wrongPassphrase
    }
  }

  private static func key(_ passphrase: String, _ salt: [UInt8], _ logRounds: UInt8) throws -> SymmetricKey {
    try KDF.Scrypt.deriveKey(
      from: Data(passphrase.utf8), salt: salt, outputByteCount: 32, rounds: 1 << Int(logRounds), blockSize: blockSize,
      parallelism: 1)
  }
}

public enum PassphraseError: Error, Equatable, Sendable {
  case cannotSeal
  /// Or the file was altered.
  case wrongPassphrase
}
