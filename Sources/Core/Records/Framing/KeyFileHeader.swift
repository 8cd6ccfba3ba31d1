import Signing

/// The first bytes of a vault's key file; `KeySlot`s follow.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | magic | `SLRK` |
/// | 4 | version | u16, 1 |
/// | 6 | zero | u16 |
/// | 8 | network | 32 bytes |
/// | 40 | check | 40 bytes: a key of 32 zero bytes, wrapped by the master key. No other master key unwraps it |
/// | 80 | zeros | 12 bytes |
/// | 92 | checksum | u32, CRC-32C of the bytes before |
public struct KeyFileHeader: Equatable, Sendable {
  public let network: NetworkID
  public let check: WrappedKey

  public static let byteCount = 96
  private static let magic = [UInt8]("SLRK".utf8)
  private static let version: UInt16 = 1

  public init(network: NetworkID, check: WrappedKey) {
    self.network = network
    self.check = check
  }

  public var encoded: [UInt8] {
    var bytes = Self.magic
    bytes.appendLittleEndian(Self.version)
    bytes.appendLittleEndian(0 as UInt16)
    bytes += network.bytes + check.bytes
    bytes += [UInt8](repeating: 0, count: 12)
    bytes.appendChecksum()
    return bytes
  }

  /// Reads the header of a key file from its first bytes.
  public init(decoding bytes: [UInt8]) throws(FrameError) {
    guard bytes.starts(with: Self.magic) else { throw .wrongKind }
    guard bytes.count >= Self.byteCount else {
      throw .truncated(expected: UInt64(Self.byteCount), found: UInt64(bytes.count))
    }
    let header = [UInt8](bytes[..<Self.byteCount])
    let (version, zero, network, check, checksum) = header.withUnsafeBytes { bytes in
      let p = bytes.baseAddress!
      return (
        p.loadLittleEndian(UInt16.self, at: 4), p.loadLittleEndian(UInt16.self, at: 6), NetworkID(loading: p + 8),
        WrappedKey(loading: p + 40), p.loadLittleEndian(UInt32.self, at: 92)
      )
    }
    guard checksum == CRC32C.checksum([UInt8](header.dropLast(4))) else { throw .headerChecksum }
    guard version == Self.version else { throw .unknownVersion(version) }
    guard zero == 0, header[80..<92].allSatisfy({ $0 == 0 }) else { throw .notAFrame }
    self.init(network: network, check: check)
  }
}
