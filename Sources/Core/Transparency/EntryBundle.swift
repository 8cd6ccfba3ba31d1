/// The bytes of a tile of entries (C2SP tlog-tiles): each entry behind its length, 16 bits, the most significant first.
public enum EntryBundle {
  /// The longest entry a bundle can hold.
  public static let maximumEntry = Int(UInt16.max)

  /// Adds an entry to a bundle.
  public static func append(_ entry: [UInt8], to bundle: inout [UInt8]) {
    precondition(entry.count <= maximumEntry, "no entry of the log is too long for a bundle")
    bundle.append(UInt8(entry.count >> 8))
    bundle.append(UInt8(entry.count & 0xff))
    bundle.append(contentsOf: entry)
  }

  /// The entries of a bundle; nil where it ends in the middle of one.
  public static func entries(of bundle: [UInt8]) -> [[UInt8]]? {
    var entries: [[UInt8]] = []
    var rest = bundle[...]
    while !rest.isEmpty {
      guard let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
      let count = Int(high) << 8 | Int(low)
      guard count <= rest.count else { return nil }
      entries.append([UInt8](rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return entries
  }
}
