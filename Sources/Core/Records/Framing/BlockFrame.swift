import Model

/// The header of one block in a journal segment; the block's sections follow it, in this order, without gaps:
///
/// 1. commands: a CBOR array of `[signed bytes, digests of sealed bytes as one byte string]`;
/// 2. decisions, as `BlockRecord` has them;
/// 3. receipts, 96 bytes an entry;
/// 4. commitments, 32 bytes an entry;
/// 5. public entries: a CBOR array of `[place, kind, content]`, places ascending.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | magic | `BLCK` |
/// | 4 | entries | u32 |
/// | 8 | height | u64 |
/// | 16 | time | i64, milliseconds |
/// | 24 | first entry | u64 |
/// | 32 | lengths | 5 × u64, of the sections |
/// | 72 | checksums | 5 × u32, CRC-32C of the sections |
/// | 92 | checksum | u32, CRC-32C of the bytes before |
///
/// In a segment every frame starts at a multiple of `alignment`, zeros between: writing a block never touches a page
/// of the disk that holds an acknowledged one.
public struct BlockFrame: Sendable {
  public let height: UInt64
  public let time: BlockTime
  public let firstEntry: UInt64
  public let entries: UInt32
  let sections: InlineArray<5, Extent>

  struct Extent: Sendable, BitwiseCopyable {
    var length = 0
    var checksum: UInt32 = 0
  }

  public static let headerByteCount = 96
  public static let alignment = 4096
  /// Bytes a section may have. All five together stay far below 2⁶³.
  public static let maximumSection = Int(Int32.max)
  static let magic: UInt32 = 0x4b43_4c42

  /// Bytes of the header and the sections.
  public var byteCount: Int {
    var sum = Self.headerByteCount
    for index in 0..<5 { sum += sections[index].length }
    return sum
  }

  /// Bytes up to where the next frame may start.
  public var alignedByteCount: Int { (byteCount + Self.alignment - 1) / Self.alignment * Self.alignment }

  /// Index of the entry after the block's last: the log's size after it.
  public var logSize: UInt64 { firstEntry &+ UInt64(entries) }

  /// Where the receipt of an entry lies in the frame, by the entry's place in the block.
  public func offset(ofReceipt place: UInt32) -> Int {
    precondition(place < entries, "no such entry in this block")
    return range(of: .receipts).lowerBound + Int(place) * Receipt.byteCount
  }

  /// Where a section lies in the frame.
  package func range(of section: FrameError.Section) -> Range<Int> {
    var start = Self.headerByteCount
    for index in 0..<section.rawValue { start += sections[index].length }
    return start..<start + sections[section.rawValue].length
  }

  static let sectionOrder: [FrameError.Section] = [.commands, .decisions, .receipts, .commitments, .publicEntries]
}
