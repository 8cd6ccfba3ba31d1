/// ASCII text of at most 32 bytes that needs no memory of its own: what a conversion writes while a rule runs.
struct ShortText {
  private var bytes = InlineArray<32, UInt8>(repeating: 0)
  private(set) var count = 0

  static let most = 32

  /// What does not fit is left out; nothing that is written here comes close.
  mutating func append(_ byte: UInt8) {
    guard count < ShortText.most else { return }
    bytes[count] = byte
    count += 1
  }

  mutating func append(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { append(text.utf8Start[index]) }
  }

  /// Decimal digits, with leading zeros up to `width`.
  mutating func append(_ number: UInt64, width: Int = 1) {
    var digits = 1
    var unit: UInt64 = 1
    while number / unit >= 10 { (unit, digits) = (unit * 10, digits + 1) }
    for _ in 0..<max(0, width - digits) { append(UInt8(ascii: "0")) }
    while unit > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
  }

  mutating func append(_ number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(number.magnitude)
  }

  /// `.5` for half a second, nothing for none.
  mutating func append(fraction nanoseconds: UInt32) {
    guard nanoseconds > 0 else { return }
    append(UInt8(ascii: "."))
    append(UInt64(nanoseconds), width: 9)
    while bytes[count - 1] == UInt8(ascii: "0") { count -= 1 }
  }

  func copy(to memory: UnsafeMutableRawPointer) {
    for index in 0..<count { memory.storeBytes(of: bytes[index], toByteOffset: index, as: UInt8.self) }
  }

  var string: String {
    var utf8: [UInt8] = []
    for index in 0..<count { utf8.append(bytes[index]) }
    return String(decoding: utf8, as: UTF8.self)
  }
}
