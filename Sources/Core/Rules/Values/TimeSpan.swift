/// CEL's duration: a signed length of time in whole nanoseconds, up to about 292 years.
public struct TimeSpan: Hashable, Sendable {
  public let nanoseconds: Int64

  static let second: Int64 = 1_000_000_000

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Parses `1h30m`, `-1.5h`, `10s`, `250ms`, `0`: numbers with the units h, m, s, ms, us (or µs) and ns.
  ///
  /// `nil` for anything else, and beyond the range.
  public init?(_ text: String) {
    self.init(utf8: Array(text.utf8))
  }

  init?(utf8: some RandomAccessCollection<UInt8>) {
    var rest = utf8[...]
    let negative = rest.first == UInt8(ascii: "-")
    if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if rest.count == 1, rest.first == UInt8(ascii: "0") {
      self.init(nanoseconds: 0)
      return
    }
    guard !rest.isEmpty else { return nil }
    var total: Int64 = 0  // kept negative, so that the lowest value parses
    while !rest.isEmpty {
      guard let part = TimeSpan.term(&rest) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      guard !overflow else { return nil }
      total = sum
    }
    guard negative || total != .min else { return nil }
    self.init(nanoseconds: negative ? total : -total)
  }

  /// One number and its unit, in nanoseconds turned negative; digits past a nanosecond are cut.
  private static func term<Bytes: RandomAccessCollection<UInt8>>(_ rest: inout Bytes) -> Int64?
  where Bytes.SubSequence == Bytes {
    let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var decimals = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      decimals = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + decimals.count)
    }
    guard !whole.isEmpty || !decimals.isEmpty, let unit = unit(&rest) else { return nil }
    var value: Int64 = 0
    for digit in whole {
      let (product, tooLow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.subtractingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      guard !tooLow, !carried else { return nil }
      value = sum
    }
    // From the last digit on, so that the cut comes once, at the end.
    var part: Int64 = 0
    for digit in decimals.reversed() { part = (part + Int64(digit - UInt8(ascii: "0")) * unit) / 10 }
    let (scaled, tooLow) = value.multipliedReportingOverflow(by: unit)
    let (total, carried) = scaled.subtractingReportingOverflow(part)
    return tooLow || carried ? nil : total
  }

  private static func unit<Bytes: RandomAccessCollection<UInt8>>(_ rest: inout Bytes) -> Int64?
  where Bytes.SubSequence == Bytes {
    func take(_ name: StaticString) -> Bool {
      let utf8 = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
      guard rest.starts(with: utf8) else { return false }
      rest = rest.dropFirst(utf8.count)
      return true
    }
    if take("ns") { return 1 }
    // The micro sign and the Greek letter look alike.
    if take("us") || take("µs") || take("μs") { return 1_000 }
    if take("ms") { return 1_000_000 }
    if take("s") { return second }
    if take("m") { return 60 * second }
    return take("h") ? 3_600 * second : nil
  }

  /// The whole length in that unit; only milliseconds are the part below a second, as CEL has it.
  func part(_ part: Timestamp.Part) -> Int64 {
    switch part {
    case .hours: nanoseconds / (3_600 * TimeSpan.second)
    case .minutes: nanoseconds / (60 * TimeSpan.second)
    case .seconds: nanoseconds / TimeSpan.second
    default: nanoseconds % TimeSpan.second / 1_000_000
    }
  }
}

extension TimeSpan: Comparable {
  public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension TimeSpan: CustomStringConvertible {
  /// Seconds: `5s`, `-0.25s`.
  public var description: String { text.string }

  var text: ShortText {
    var text = ShortText()
    let size = nanoseconds.magnitude
    if nanoseconds < 0 { text.append("-") }
    text.append(size / UInt64(TimeSpan.second))
    text.append(fraction: UInt32(size % UInt64(TimeSpan.second)))
    text.append("s")
    return text
  }
}
