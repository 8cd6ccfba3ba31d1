import Coding
import Rules

/// A person's national number (NIK): 16 digits, of which the first twelve say where and when it was first registered.
///
/// It never reaches the ledger, and nothing here prints it.
public struct NationalNumber: Hashable, Sendable {
  /// 16 ASCII digits.
  package let digits: [UInt8]

  /// The district that first registered the person. People move; the number stays.
  public let district: Region

  /// Reads `PPKKCCDDMMYYSSSS`: region, day (+40 for women), month, year of the century, serial number.
  public init(_ text: String) throws(NationalNumberError) {
    let digits = Array(text.utf8)
    guard digits.count == Self.length else { throw .length(digits.count) }
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .notDigits }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { 10 * $0 + Int($1 - 0x30) } }
    guard let district = Region(number: UInt64(number(0..<6))), district.level == .district else { throw .region }
    let written = number(6..<8)
    let day = written > Self.womensDays ? written - Self.womensDays : written
    guard Self.isDay(day, month: number(8..<10), year: number(10..<12)) else { throw .birthDate }
    guard number(12..<16) > 0 else { throw .serial }
    self.digits = digits
    self.district = district
  }

  static let length = 16
  /// What is added to the day of birth of women.
  private static let womensDays = 40

  /// Whether some year with these two last digits has the day: 1900 had no 29 February, but 2000 had.
  private static func isDay(_ day: Int, month: Int, year: Int) -> Bool {
    let lengths = [31, year.isMultiple(of: 4) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...12).contains(month) && day >= 1 && day <= lengths[month - 1]
  }
}

extension NationalNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "a national number" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is no national number. It never repeats the text.
public enum NationalNumberError: Error, Equatable, Sendable {
  case length(Int)
  case notDigits
  case region
  case birthDate
  case serial
}

extension NationalNumberError {
  public var phrase: Phrase {
    switch self {
    case .length(let count):
      Phrase("NIK terdiri dari 16 angka, bukan \(count)", "a national number has 16 digits, not \(count)")
    case .notDigits: Phrase("NIK hanya memuat angka", "a national number has digits only")
    case .region:
      Phrase(
        "enam angka pertama NIK bukan kode kecamatan; periksa salah ketik",
        "the first six digits of the national number are no district's code; look for a typing mistake")
    case .birthDate:
      Phrase(
        "angka ke-7 sampai ke-12 NIK bukan tanggal lahir; periksa salah ketik",
        "digits 7 to 12 of the national number are no date of birth; look for a typing mistake")
    case .serial:
      Phrase(
        "empat angka terakhir NIK tidak mungkin 0000; periksa salah ketik",
        "the last four digits of a national number are never 0000; look for a typing mistake")
    }
  }
}
