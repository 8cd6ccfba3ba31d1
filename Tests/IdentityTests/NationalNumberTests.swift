import Identity
import Testing

@Suite("National numbers")
struct NationalNumberTests {
  @Test(
    "are sixteen digits that say where and when",
    arguments: [
      ("5371041708850001", "53.71.04"), ("5371045708850001", "53.71.04"), ("3171012902000003", "31.71.01"),
      ("1271027112999999", "12.71.02"),
    ])
  func accepted(number: String, district: String) throws {
    #expect(try NationalNumber(number).district.description == district)
  }

  @Test(
    "with a mistake are refused, by its kind",
    arguments: [
      ("", NationalNumberError.length(0)), ("537104170885000", .length(15)), ("53710417088500010", .length(17)),
      ("537104170885000x", .notDigits), ("5371 41708850001", .notDigits), ("537104170885000\u{00B2}", .length(17)),
      ("0371041708850001", .region), ("5300041708850001", .region), ("5371001708850001", .region),
      ("5371040008850001", .birthDate), ("5371043208850001", .birthDate), ("5371044008850001", .birthDate),
      ("5371047208850001", .birthDate), ("5371041700850001", .birthDate), ("5371041713850001", .birthDate),
      ("5371043004850000", .serial), ("5371043104850001", .birthDate), ("5371042902850001", .birthDate),
    ])
  func refused(number: String, error: NationalNumberError) {
    #expect(throws: error) { try NationalNumber(number) }
  }

  @Test("do not show where they are printed")
  func hidden() throws {
    let number = try NationalNumber("5371041708850001")
    var dumped = ""
    dump(number, to: &dumped)
    for text in ["\(number)", String(reflecting: number), String(describing: [number]), dumped] {
      #expect(!text.contains("537104") && !text.contains("53, 51"), "\(text)")
    }
  }
}
