/// A fixed distance from UTC, in whole minutes, at most 18 hours either way.
public struct UTCOffset: Hashable, Sendable {
  public let minutes: Int16

  public static let utc = UTCOffset(unchecked: 0)

  public init?(minutes: Int) {
    guard minutes >= -18 * 60, minutes <= 18 * 60 else { return nil }
    self.minutes = Int16(minutes)
  }

  /// Parses `+07:00`, `-09:30`, and `02:00` without a sign.
  public init?(_ text: String) {
    self.init(utf8: Array(text.utf8))
  }

  init?<Bytes: RandomAccessCollection<UInt8>>(utf8: Bytes) where Bytes.Index == Int {
    let signed = utf8.first == UInt8(ascii: "+") || utf8.first == UInt8(ascii: "-")
    let digits = signed ? utf8.dropFirst() : utf8[...]
    guard digits.count == 5, digits[digits.startIndex + 2] == UInt8(ascii: ":"),
      let hours = decimal(digits.prefix(2)), let minutes = decimal(digits.suffix(2)), minutes < 60
    else { return nil }
    let total = Int(hours * 60 + minutes)
    self.init(minutes: utf8.first == UInt8(ascii: "-") ? -total : total)
  }

  private init(unchecked minutes: Int16) {
    self.minutes = minutes
  }
}

extension UTCOffset: CustomStringConvertible {
  /// `+07:00`.
  public var description: String {
    let size = UInt64(minutes.magnitude)
    var text = ShortText()
    text.append(minutes < 0 ? "-" : "+")
    text.append(size / 60, width: 2)
    text.append(":")
    text.append(size % 60, width: 2)
    return text.string
  }
}
