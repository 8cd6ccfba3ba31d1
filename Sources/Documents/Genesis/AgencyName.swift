import Model

extension Agency {
  static let longestName = 64

  /// Whether a name may stand for an agency wherever people meet it, also in the names of files: lower-case letters and
  /// digits, with `-` and `.` between them.
  public static func isName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (1...longestName).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return isAlphanumeric(first) && isAlphanumeric(last)
      && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }
}
