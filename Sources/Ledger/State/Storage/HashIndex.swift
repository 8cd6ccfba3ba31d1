import Signing

/// Finds a row by its digest: open addressing over row numbers, the digests themselves staying in the table.
///
/// Derived from the table, so it is not part of the state root. Copies share chunks with the original, as tables do.
public struct HashIndex: Sendable {
  private var slots = Chunked<UInt32>(blank: .max)
  private var count = 0

  public init() {}

  /// The row whose digest this is.
  public func find(_ digest: Digest, digestOf: (Int) -> Digest) -> Int? {
    guard slots.count > 0 else { return nil }
    var place = home(digest)
    while true {
      let row = slots[place]
      if row == .max { return nil }
      if digestOf(Int(row)) == digest { return Int(row) }
      place = (place + 1) & (slots.count - 1)
    }
  }

  /// Adds a row whose digest is not there yet.
  public mutating func insert(_ digest: Digest, row: Int, digestOf: (Int) -> Digest) {
    if (count + 1) * 3 > slots.count * 2 { grow(digestOf: digestOf) }
    put(digest, UInt32(row))
    count += 1
  }

  private mutating func put(_ digest: Digest, _ row: UInt32) {
    var place = home(digest)
    while slots[place] != .max { place = (place + 1) & (slots.count - 1) }
    slots[place] = row
  }

  private mutating func grow(digestOf: (Int) -> Digest) {
    let old = slots
    slots = Chunked(blank: .max)
    slots.grow(to: max(4096, old.count * 2))
    for place in 0..<old.count {
      let row = old[place]
      if row != .max { put(digestOf(Int(row)), row) }
    }
  }

  /// Digests are uniform already: their first bytes are a good hash.
  private func home(_ digest: Digest) -> Int {
    let word = digest.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    return Int(truncatingIfNeeded: word & UInt64(slots.count - 1))
  }
}
