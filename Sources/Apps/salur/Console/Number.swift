import Model

/// Numbers as people write them: `1.250.000` in Indonesian, `1,250,000` in English.
extension Language {
  func number(_ value: some BinaryInteger) -> String {
    var digits = Array(String(value.magnitude).utf8)
    let separator = UInt8(ascii: self == .indonesian ? "." : ",")
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(separator, at: place) }
    return (value < 0 ? "−" : "") + String(decoding: digits, as: UTF8.self)
  }

  /// English has a word for one and another for more: `1 day`, `1,250 days`.
  static func counted(_ count: some BinaryInteger, _ one: String, _ many: String) -> String {
    Language.english.number(count) + " " + (count == 1 ? one : many)
  }

  /// `1,5` or `1.5`, with one decimal.
  func decimal(_ value: Double, places: Int = 1) -> String {
    let scale = (0..<places).reduce(1 as Int64) { scale, _ in scale * 10 }
    let scaled = Int64((value * Double(scale)).rounded())
    let digits = String(scaled.magnitude % UInt64(scale))
    let zeros = String(repeating: "0", count: places - digits.utf8.count)
    return number(scaled / scale) + (self == .indonesian ? "," : ".") + zeros + digits
  }

  /// A span of time, to the second: `1:05`, `2:00:00`.
  func clock(seconds: Int) -> String {
    let padded = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0
      ? "\(hours):\(padded(minutes)):\(padded(seconds % 60))" : "\(minutes):\(padded(seconds % 60))"
  }
}
