import Rules
import Testing

@Suite struct RegionTests {
  @Test(arguments: [
    ("53", 5_300_000_000, Region.Level.province), ("53.15", 5_315_000_000, .regency),
    ("53.15.06", 5_315_060_000, .district), ("53.15.06.2001", 5_315_062_001, .village),
  ])
  func codesReadPrintAndKnowTheirLevel(_ text: String, _ raw: UInt64, _ level: Region.Level) throws {
    let region = try #require(Region(text))
    #expect(region.raw == raw)
    #expect(region.level == level)
    #expect(region.description == text)
    #expect(Region(raw: raw) == region)
  }

  @Test(arguments: [
    "", "5", "533", "53.", "53.1", "53.15.6", "53-15", "53.15.06.201", "53.15.06.20011", "5a", "00", "53.00",
    "53.00.06", "53.15.00.2001", "53.15.06.0000", "٥٣", "+1.15",
  ])
  func otherTextIsRefused(_ text: String) {
    #expect(Region(text) == nil)
  }

  @Test func rawNumbersAreChecked() {
    #expect(Region(raw: 0) == nil)
    #expect(Region(raw: 53) == nil)
    #expect(Region(raw: 10_000_000_000) == nil)
    #expect(Region(raw: 5_300_060_000) == nil)
    #expect(Region(number: 53)?.description == "53")
    #expect(Region(number: 5_315)?.description == "53.15")
    #expect(Region(number: 531_506)?.description == "53.15.06")
    #expect(Region(number: 5_315_062_001)?.description == "53.15.06.2001")
    #expect(Region(number: 53_150) == nil)
  }

  @Test func containmentFollowsThePrefix() throws {
    let village = try #require(Region("53.15.06.2001"))
    for prefix in ["53", "53.15", "53.15.06", "53.15.06.2001"] {
      let region = try #require(Region(prefix))
      #expect(region.contains(village))
      #expect(village.ancestor(at: region.level) == region)
      #expect(village.contains(region) == (region == village))
    }
    for other in ["52", "54", "53.14", "53.16", "53.15.05", "53.15.07", "53.15.06.2002"] {
      #expect(try !#require(Region(other)).contains(village))
    }
    #expect(Region("53")?.ancestor(at: .village) == nil)
  }
}
