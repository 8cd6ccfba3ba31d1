import Coding
import Model
import Signing

/// What lets its owner or an auditor read a sealed entry.
public struct Opening: Equatable, Sendable {
  public let blind: Blind
  public let receipt: Receipt

  public init(blind: Blind, receipt: Receipt) {
    self.blind = blind
    self.receipt = receipt
  }

  /// What the entry must carry for this opening to be its own: SHA-256(blind ‖ receipt).
  public var commitment: Digest { SHA256.hash(blind.bytes + receipt.bytes) }

  public func opens(_ entry: Entry) -> Bool { entry == .sealed(commitment: commitment) }
}

extension Opening: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    w.bytes(blind.bytes)
    w.bytes(receipt.bytes)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 3)
    blind = Blind(bytes: try r.bytes(exactly: Blind.byteCount))
    guard let receipt = Receipt(bytes: try r.bytes(exactly: Receipt.byteCount)) else {
      throw r.invalid("the receipt is not one of this version")
    }
    self.receipt = receipt
  }
}

/// Sixteen bytes that keep a receipt from being guessed out of its commitment: the first half of
/// SHA-256("salur/blind/v1\0\0" ‖ salt ‖ entry index), the index as 8 bytes, big-endian.
///
/// Derived from the account's secret salt, so it need not be stored, and different for every entry.
public struct Blind: Equatable, Sendable {
  public let bytes: [UInt8]

  public static let byteCount = 16
  /// Bytes of the message that is hashed; one compression.
  public static let messageLength = 40

  init(bytes: [UInt8]) { self.bytes = bytes }

  public init(salt: Salt, entry: UInt64) {
    bytes = withUnsafeTemporaryAllocation(byteCount: Self.messageLength, alignment: 8) { message in
      Self.write(salt: salt, entry: entry, to: message.baseAddress!)
      return Array(SHA256.hash(UnsafeRawBufferPointer(message)).bytes.prefix(Self.byteCount))
    }
  }

  /// Writes the message to hash.
  @inlinable
  public static func write(salt: Salt, entry: UInt64, to p: UnsafeMutableRawPointer) {
    p.storeBytes(of: (0x7361_6c75_722f_626c as UInt64).bigEndian, as: UInt64.self)
    p.storeBytes(of: (0x696e_642f_7631_0000 as UInt64).bigEndian, toByteOffset: 8, as: UInt64.self)
    p.storeBytes(of: salt.high.bigEndian, toByteOffset: 16, as: UInt64.self)
    p.storeBytes(of: salt.low.bigEndian, toByteOffset: 24, as: UInt64.self)
    p.storeBytes(of: entry.bigEndian, toByteOffset: 32, as: UInt64.self)
  }
}
