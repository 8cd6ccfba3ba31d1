import Signing

/// The first bytes of every numbered file, so that none is ever taken for another's.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | magic | `SLRJ`, `SLRV` or `SLRA` |
/// | 4 | version | u16: 2 of a vault file, else 1 |
/// | 6 | zero | u16 |
/// | 8 | network | 32 bytes |
/// | 40 | number | u64, the file's place among its like, from 1 |
/// | 48 | first | u64: the height of a segment's first block, the number of an access file's first record, else zero |
/// | 56 | zero | u32 |
/// | 60 | checksum | u32, CRC-32C of the bytes before |
public struct FileHeader: Equatable, Sendable {
  public let kind: Kind
  public let network: NetworkID
  public let number: UInt64
  public let first: UInt64

  public enum Kind: Sendable {
    case journal
    case vault
    case access

    var magic: [UInt8] {
      switch self {
      case .journal: [UInt8]("SLRJ".utf8)
      case .vault: [UInt8]("SLRV".utf8)
      case .access: [UInt8]("SLRA".utf8)
      }
    }

    /// A vault file's first version held what is sealed in the clear.
    var version: UInt16 { self == .vault ? 2 : 1 }
  }

  public static let byteCount = 64

  public init(_ kind: Kind, network: NetworkID, number: UInt64, first: UInt64 = 0) {
    self.kind = kind
    self.network = network
    self.number = number
    self.first = first
  }

  public var encoded: [UInt8] {
    var bytes = kind.magic
    bytes.appendLittleEndian(kind.version)
    bytes.appendLittleEndian(0 as UInt16)
    bytes += network.bytes
    bytes.appendLittleEndian(number)
    bytes.appendLittleEndian(first)
    bytes.appendLittleEndian(0 as UInt32)
    bytes.appendChecksum()
    return bytes
  }

  /// Reads the header of a file of the given kind from its first bytes.
  public init(_ kind: Kind, decoding bytes: [UInt8]) throws(FrameError) {
    guard bytes.starts(with: kind.magic) else { throw .wrongKind }
    guard bytes.count >= Self.byteCount else {
      throw .truncated(expected: UInt64(Self.byteCount), found: UInt64(bytes.count))
    }
    // The version is told apart from damage only where the checksum is where this version has it.
    let header = [UInt8](bytes[..<Self.byteCount])
    let (version, network, number, first, zero, checksum) = header.withUnsafeBytes { bytes in
      let p = bytes.baseAddress!
      return (
        p.loadLittleEndian(UInt16.self, at: 4), NetworkID(loading: p + 8), p.loadLittleEndian(UInt64.self, at: 40),
        p.loadLittleEndian(UInt64.self, at: 48),
        UInt32(p.loadLittleEndian(UInt16.self, at: 6)) | p.loadLittleEndian(UInt32.self, at: 56),
        p.loadLittleEndian(UInt32.self, at: 60)
      )
    }
    guard checksum == CRC32C.checksum([UInt8](header.dropLast(4))) else { throw .headerChecksum }
    guard version == kind.version else { throw .unknownVersion(version) }
    guard zero == 0 else { throw .notAFrame }
    self.init(kind, network: network, number: number, first: first)
  }
}
