import Coding
import Crypto
import Foundation
import Platform
import Records

/// A vault's master key in memory: 32 bytes, which wrap records' keys by RFC 3394.
public struct MasterKey: KeyWrapping {
  private let key: SymmetricKey

  public static let byteCount = 32

  /// Nil unless there are 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// Nil unless there are 64 hexadecimal digits, and white space at most around them.
  public init?(hex: some Sequence<UInt8>) {
    let text = String(decoding: Array(hex), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = try? Hex.decode(text) else { return nil }
    self.init(bytes: bytes)
  }

  /// A new one, of the system's randomness.
  public static func generate() -> MasterKey {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    bytes.withUnsafeMutableBytes { SecureRandom.fill($0) }
    return MasterKey(bytes: bytes)!
  }

  public func wrap(_ key: RecordKey) throws(MasterKeyError) -> WrappedKey {
    // It fails for keys of a wrong size alone.
    let wrapped = try! AES.KeyWrap.wrap(key.key, using: self.key)
    return wrapped.withUnsafeBytes { WrappedKey(loading: $0.baseAddress!) }
  }

  public func unwrap(_ wrapped: WrappedKey) throws(MasterKeyError) -> RecordKey? {
    wrapped.withUnsafeBytes { try? AES.KeyWrap.unwrap($0, using: key) }.map { RecordKey($0) }
  }

  var hex: String { key.withUnsafeBytes { Hex.encode([UInt8]($0)) } }
}
