import Coding

/// Paths such as `tile/0/x001/x234/067`, `tile/2/005.p/17` and `tile/entries/000`.
extension Tile {
  public var path: String {
    var path = "tile/"
    switch content {
    case .hashes(let level): path += level.description
    case .entries: path += "entries"
    }
    path += "/" + Tile.indexPath(index)
    if !isFull { path += ".p/" + width.description }
    return path
  }

  /// Reads a path in the one form that `path` writes; nil for anything else.
  public init?(path: String) {
    var parts = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 16, omittingEmptySubsequences: false)[...]
    guard parts.count >= 3, parts.removeFirst().elementsEqual("tile".utf8) else { return nil }
    let kind = parts.removeFirst()
    let content: Content
    if kind.elementsEqual("entries".utf8) {
      content = .entries
    } else {
      guard let level = Tile.number(kind), let level = UInt8(exactly: level) else { return nil }
      content = .hashes(level: level)
    }
    var width = Tile.fullWidth
    if parts.count >= 2, parts[parts.endIndex - 2].suffix(2).elementsEqual(".p".utf8) {
      guard let partial = Tile.number(parts.removeLast()), partial < Tile.fullWidth else { return nil }
      width = Int(partial)
      parts.append(parts.removeLast().dropLast(2))
    }
    guard let index = Tile.index(parts) else { return nil }
    self.init(content, index: index, width: width)
    // Whatever was read leniently above is refused here.
    guard self.path.utf8.elementsEqual(path.utf8) else { return nil }
  }

  /// Groups of three digits, all but the last marked with `x`: so no file is also a folder.
  private static func indexPath(_ index: UInt64) -> String {
    var path = threeDigits(index % 1000)
    var rest = index / 1000
    while rest > 0 {
      path = "x" + threeDigits(rest % 1000) + "/" + path
      rest /= 1000
    }
    return path
  }

  private static func threeDigits(_ number: UInt64) -> String {
    (number < 10 ? "00" : number < 100 ? "0" : "") + number.description
  }

  private static func index(_ groups: ArraySlice<Substring.UTF8View>) -> UInt64? {
    var index: UInt64 = 0
    for group in groups {
      guard let digits = number(group.drop { $0 == UInt8(ascii: "x") }), digits < 1000 else { return nil }
      let (shifted, overflow) = index.multipliedReportingOverflow(by: 1000)
      guard !overflow, shifted <= UInt64.max - digits else { return nil }
      index = shifted + digits
    }
    return index
  }

  private static func number(_ digits: Substring.UTF8View) -> UInt64? { UInt64(decimal: digits) }
}

extension UInt64 {
  /// The number written by one to nineteen decimal digits and nothing else.
  init?(decimal digits: some Collection<UInt8>) {
    guard (1...19).contains(digits.count) else { return nil }
    var value: UInt64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = 10 * value + UInt64(digit - UInt8(ascii: "0"))
    }
    self = value
  }
}
