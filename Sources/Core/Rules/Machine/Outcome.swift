import Coding

/// What a rule says about one row.
@frozen
public enum Outcome: Equatable, BitwiseCopyable, Sendable {
  case yes
  case no
  /// The answer hangs on a field that is absent; the environment says which by its column.
  case missing(column: UInt16)
  /// The answer hangs on a series that has not decided about this registrant.
  case undecided(series: UInt16)
  /// The value cannot be computed.
  case error(Fault)

  /// Written out so that a caller in another module compares in place: one is asked for every rule of every family.
  @inlinable
  public static func == (left: Outcome, right: Outcome) -> Bool {
    switch (left, right) {
    case (.yes, .yes), (.no, .no): true
    case (.missing(let a), .missing(let b)), (.undecided(let a), .undecided(let b)): a == b
    case (.error(let a), .error(let b)): a == b
    default: false
    }
  }

  @inlinable
  public var isYes: Bool {
    if case .yes = self { return true }
    return false
  }
}

/// Why a value cannot be computed.
@frozen
public enum Fault: UInt8, BitwiseCopyable, Sendable {
  /// A number left the 64-bit range, or a time its calendar.
  case overflow
  case divisionByZero
  case indexOutOfRange
  case noSuchKey
  case duplicateKey
  /// Text that a conversion cannot read.
  case conversion
  /// Data larger than declared.
  case cost
  case missing
  case undecided

  var message: Phrase {
    switch self {
    case .overflow: Phrase("hasilnya di luar jangkauan", "the result is out of range")
    case .divisionByZero: Phrase("pembagian dengan nol", "division by zero")
    case .indexOutOfRange: Phrase("daftar tidak punya unsur pada indeks ini", "the list has no element at this index")
    case .noSuchKey: Phrase("peta tidak punya kunci itu", "the map has no such key")
    case .duplicateKey: Phrase("sebuah kunci muncul dua kali dalam peta ini", "a key stands twice in this map")
    case .conversion: Phrase("teks ini tidak dapat diubah", "this text cannot be converted")
    case .cost:
      Phrase(
        "datanya lebih besar dari yang dinyatakan, sehingga ini terlalu mahal",
        "the data is larger than declared, so this would cost too much")
    case .missing: Phrase("sebuah bidang tidak ada", "a field is absent")
    case .undecided: Phrase("sebuah seri belum memutuskan", "a series has not decided yet")
    }
  }
}
