extension Unicode.Scalar {
  /// Whether it could make a terminal or a page show something else than what is written: control characters, breaks
  /// that editors do not show, and those that turn the direction of the text around them.
  public var isDisruptive: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// As standards name it: `U+202E`.
  public var name: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
