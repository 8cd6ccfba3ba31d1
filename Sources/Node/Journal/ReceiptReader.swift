import Model
import Platform
import Records
import Storage

/// Reads single receipts out of blocks without reading the blocks: 96 bytes each.
///
/// The block's checksum covers all its receipts together and is not looked at: whoever relies on a receipt compares its
/// opening with the log's leaf.
public struct ReceiptReader {
  private let journal: Journal
  private var segment: Segment?
  private var block: (height: UInt64, frame: BlockFrame)?

  init(_ journal: Journal) { self.journal = journal }

  /// The receipt of an entry; nil where there is no such entry, or it is public.
  public mutating func receipt(ofEntry entry: UInt64) throws(JournalError) -> Receipt? {
    guard let (height, place) = journal.place(ofEntry: entry) else { return nil }
    let segment = try open(place.segment)
    let frame = try frame(height, at: place, in: segment)
    let offset = place.offset + frame.offset(ofReceipt: UInt32(entry - frame.firstEntry))
    let bytes = try onDisk { () throws(StorageError) in try segment.file.read(Receipt.byteCount, at: offset) }
    return Receipt(bytes: bytes)
  }

  private mutating func frame(
    _ height: UInt64, at place: BlockPlace, in segment: Segment
  ) throws(JournalError) -> BlockFrame {
    if let block, block.height == height { return block.frame }
    guard let frame = try segment.frame(at: place.offset), frame.height == height else {
      throw segment.damage(.frame(.notAFrame), at: place.offset)
    }
    block = (height, frame)
    return frame
  }

  private mutating func open(_ number: UInt64) throws(JournalError) -> Segment {
    if let segment, segment.number == number { return segment }
    let opened = try Segment(
      journal.segments.path(number), number: number, network: journal.network, mode: .read, disk: .real)
    segment = opened
    return opened
  }
}

extension Journal {
  /// For reading several receipts: pages of a history lie near one another.
  public func receipts() -> ReceiptReader { ReceiptReader(self) }

  /// One receipt; nil where there is no such entry, or it is public.
  public func receipt(ofEntry entry: UInt64) throws(JournalError) -> Receipt? {
    var reader = receipts()
    return try reader.receipt(ofEntry: entry)
  }
}
