import Crypto
import Foundation
import Platform

/// The key of one record, for AES-256-GCM. It encrypts once: what is written again gets another.
public struct RecordKey: Equatable, Sendable {
  let key: SymmetricKey

  /// - Parameter bytes: 32.
  public init(bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == Self.byteCount, "a key has 32 bytes")
    key = SymmetricKey(data: bytes)
  }

  init(_ key: SymmetricKey) { self.key = key }

  public static let byteCount = 32
  static let zero = RecordKey(SymmetricKey(data: [UInt8](repeating: 0, count: byteCount)))

  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try key.withUnsafeBytes(body)
  }
}

/// New record keys. The system is asked for the randomness of many at a time.
public struct RecordKeys: Sendable {
  private var bytes: [UInt8] = []
  private var next = 0
  private static let count = 128

  public init() {}

  public mutating func make() -> RecordKey {
    if next == bytes.count {
      bytes = [UInt8](repeating: 0, count: Self.count * RecordKey.byteCount)
      bytes.withUnsafeMutableBytes { SecureRandom.fill($0) }
      next = 0
    }
    let range = next..<next + RecordKey.byteCount
    next = range.upperBound
    return bytes.withUnsafeMutableBytes { bytes in
      let key = UnsafeMutableRawBufferPointer(rebasing: bytes[range])
      defer { key.initializeMemory(as: UInt8.self, repeating: 0) }
      return RecordKey(bytes: UnsafeRawBufferPointer(key))
    }
  }
}
