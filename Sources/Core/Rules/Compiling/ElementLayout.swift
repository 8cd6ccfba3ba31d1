/// How an element of a column becomes a number, the same few steps for every width, so that nothing has to be guessed:
/// the aligned word around it is loaded, the element shifted to the top and back down, and masked if it has no sign.
struct ElementLayout: BitwiseCopyable {
  /// log₂ of the element's bytes.
  let scale: UInt8
  /// The bits of a word that an element leaves unused.
  let unused: UInt8
  let mask: Int64
  /// The number that means absent.
  let absent: Int64

  /// The layout of a scalar column but text, by its number.
  static let all: [ElementLayout] = [
    unsigned(scale: 0, absent: 2), unsigned(scale: 0, absent: 0), unsigned(scale: 1, absent: 0), signed(scale: 0),
    signed(scale: 1), signed(scale: 2), signed(scale: 3), ElementLayout(scale: 3, unused: 0, mask: -1, absent: 0),
  ]

  /// `nil` for text, which is no number.
  static func number(_ column: ColumnType) -> UInt8? {
    switch column {
    case .bool: 0
    case .code8: 1
    case .code16: 2
    case .int8: 3
    case .int16: 4
    case .int32, .date: 5
    case .int64, .rupiah: 6
    case .region: 7
    case .text: nil
    }
  }

  private static func unsigned(scale: UInt8, absent: Int64) -> ElementLayout {
    let width: UInt8 = 8 << scale
    return ElementLayout(scale: scale, unused: 64 - width, mask: (1 << Int64(width)) - 1, absent: absent)
  }

  private static func signed(scale: UInt8) -> ElementLayout {
    let width: UInt8 = 8 << scale
    return ElementLayout(scale: scale, unused: 64 - width, mask: -1, absent: .min >> Int64(64 - width))
  }

  /// Element `row` of the column at `base`. Columns are little-endian and naturally aligned, so no element straddles
  /// two words, and the word around one is always memory that may be read.
  @inline(__always)
  func load(_ base: UnsafeRawPointer, row: Int) -> Int64 {
    let address = UInt(bitPattern: base) &+ UInt(bitPattern: row) &<< UInt(scale)
    let word = UnsafeRawPointer(bitPattern: address & ~7).unsafelyUnwrapped.load(as: UInt64.self)
    let up = word &<< (UInt64(unused) &- UInt64(address & 7) &* 8)
    return (Int64(bitPattern: up) &>> Int64(unused)) & mask
  }
}
