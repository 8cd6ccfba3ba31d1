import Coding
import Model
import Signing

/// A block's entries while they are made: receipts side by side in one flat buffer, public entries beside them.
///
/// Reused from block to block, so a block of a million payments allocates nothing. An entry's index is the log's size
/// before the block plus its place here.
public final class EntryBuffer: @unchecked Sendable {
  // Sendable: lanes write to slots that were reserved for them, never to the same one.
  public private(set) var firstEntry: UInt64 = 0
  public private(set) var count = 0
  /// Public entries by place; their slot in `receipts` is zero.
  public private(set) var publicEntries: [(place: Int, entry: PublicEntry)] = []
  private var capacity = 0
  @usableFromInline var receiptBytes: UnsafeMutableRawPointer
  private var commitmentBytes: UnsafeMutableRawPointer
  private var leafBytes: UnsafeMutableRawPointer

  public init() {
    receiptBytes = .allocate(byteCount: 1, alignment: 64)
    commitmentBytes = .allocate(byteCount: 1, alignment: 64)
    leafBytes = .allocate(byteCount: 1, alignment: 64)
  }

  deinit {
    receiptBytes.deallocate()
    commitmentBytes.deallocate()
    leafBytes.deallocate()
  }

  public func reset(firstEntry: UInt64) {
    self.firstEntry = firstEntry
    count = 0
    publicEntries.removeAll(keepingCapacity: true)
  }

  /// The index the next entry will have.
  public var nextIndex: UInt64 { firstEntry + UInt64(count) }

  /// Adds a receipt; its index.
  @discardableResult
  public func append(_ receipt: Receipt) -> UInt64 {
    let place = reserve(1)
    set(place, receipt)
    return firstEntry + UInt64(place)
  }

  @discardableResult
  public func append(_ entry: PublicEntry) -> UInt64 {
    let place = reserve(1)
    (receiptBytes + place * Receipt.byteCount).initializeMemory(
      as: UInt8.self, repeating: 0, count: Receipt.byteCount)
    publicEntries.append((place, entry))
    return firstEntry + UInt64(place)
  }

  /// Makes room for `n` receipts that lanes will `set`; the first one's place.
  public func reserve(_ n: Int) -> Int {
    let place = count
    if place + n > capacity { grow(to: max(place + n, capacity * 2, 4096)) }
    count += n
    return place
  }

  @inlinable
  public func set(_ place: Int, _ receipt: Receipt) {
    receipt.encode(to: receiptBytes + place * Receipt.byteCount)
  }

  /// The receipts' documented bytes, 96 an entry.
  public var receipts: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: receiptBytes, count: count * Receipt.byteCount)
  }

  /// Commitments, 32 bytes an entry; zero for public ones. Valid after `seal`.
  public var commitments: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: commitmentBytes, count: count * Digest.byteCount)
  }

  /// RFC 6962 leaf hashes, 32 bytes an entry. Valid after `seal`.
  public var leafHashes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: leafBytes, count: count * Digest.byteCount)
  }

  /// Every account that a receipt names, once for every receipt.
  @inlinable
  public func forEachParty(_ body: (AccountNumber) -> Void) {
    for place in 0..<count {
      guard let (account, other) = Receipt.parties(receiptBytes + place * Receipt.byteCount) else { continue }
      body(account)
      if let other { body(other) }
    }
  }

  /// The receipt at a place; nil where the entry is public.
  public func receipt(at place: Int) -> Receipt? {
    precondition(place < count, "no such entry in this block")
    return Receipt(bytes: Array(receipts[place * Receipt.byteCount..<(place + 1) * Receipt.byteCount]))
  }

  private func grow(to newCapacity: Int) {
    func moved(_ old: UnsafeMutableRawPointer, _ stride: Int) -> UnsafeMutableRawPointer {
      let new = UnsafeMutableRawPointer.allocate(byteCount: newCapacity * stride, alignment: 64)
      new.copyMemory(from: old, byteCount: count * stride)
      old.deallocate()
      return new
    }
    receiptBytes = moved(receiptBytes, Receipt.byteCount)
    commitmentBytes = moved(commitmentBytes, Digest.byteCount)
    leafBytes = moved(leafBytes, Digest.byteCount)
    capacity = newCapacity
  }
}

extension EntryBuffer {
  /// Turns receipts into commitments and every entry into its leaf hash, on all lanes.
  ///
  /// - Parameter salt: the salt of a receipt's account.
  public func seal(lanes: some Lanes, salt: @Sendable (AccountNumber) -> Salt) {
    lanes.forEachRange(of: count, grain: 512) { range in
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(start + Self.batch, range.upperBound)
        sealBatch(start..<end, lanes: lanes, salt: salt)
        start = end
      }
    }
    for (place, entry) in publicEntries {
      (commitmentBytes + place * Digest.byteCount).initializeMemory(
        as: UInt8.self, repeating: 0, count: Digest.byteCount)
      let leaf = SHA256.hash([0] + Entry.open(entry).encoded)
      leaf.copy(to: leafBytes + place * Digest.byteCount)
    }
  }

  private static let batch = 256
  private static let openingLength = Blind.byteCount + Receipt.byteCount
  private static let leafLength = 1 + Entry.sealedByteCount

  private func sealBatch(_ range: Range<Int>, lanes: some Lanes, salt: (AccountNumber) -> Salt) {
    let n = range.count
    withUnsafeTemporaryAllocation(byteCount: n * (Self.openingLength + Digest.byteCount), alignment: 64) { scratch in
      let messages = scratch.baseAddress!
      let digests = messages + n * Self.openingLength
      for i in 0..<n {
        let place = range.lowerBound + i
        let account = (receiptBytes + place * Receipt.byteCount).loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        Blind.write(
          salt: salt(AccountNumber(UInt32(littleEndian: account))), entry: firstEntry + UInt64(place),
          to: messages + i * Blind.messageLength)
      }
      lanes.hash(
        messages: messages, length: Blind.messageLength, stride: Blind.messageLength, count: n, into: digests)
      for i in 0..<n {
        let message = messages + i * Self.openingLength
        message.copyMemory(from: digests + i * Digest.byteCount, byteCount: Blind.byteCount)
        (message + Blind.byteCount).copyMemory(
          from: receiptBytes + (range.lowerBound + i) * Receipt.byteCount, byteCount: Receipt.byteCount)
      }
      let commitments = commitmentBytes + range.lowerBound * Digest.byteCount
      lanes.hash(
        messages: messages, length: Self.openingLength, stride: Self.openingLength, count: n, into: commitments)
      for i in 0..<n {
        let message = messages + i * Self.leafLength
        // 0x00 (RFC 6962 leaf) ‖ 83 01 00 58 20 ‖ commitment
        message.storeBytes(of: (0x0083_0100 as UInt32).bigEndian, as: UInt32.self)
        message.storeBytes(of: (0x5820 as UInt16).bigEndian, toByteOffset: 4, as: UInt16.self)
        (message + 6).copyMemory(from: commitments + i * Digest.byteCount, byteCount: Digest.byteCount)
      }
      lanes.hash(
        messages: messages, length: Self.leafLength, stride: Self.leafLength, count: n,
        into: leafBytes + range.lowerBound * Digest.byteCount)
    }
  }
}
