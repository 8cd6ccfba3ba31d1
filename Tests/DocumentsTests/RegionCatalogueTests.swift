import Documents
import Rules
import Testing

@Suite struct RegionCatalogueTests {
  @Test func knowsTheCountry() throws {
    let regions = try Examples.regions()
    #expect(regions.villages.count == 83_762)
    for (level, count) in [(Region.Level.province, 38), (.regency, 514), (.district, 7_285)] {
      #expect(regions.regions.count { $0.level == level } == count)
    }
    #expect(regions.children(of: nil).count == 38)
  }

  @Test func namesPlaces() throws {
    let regions = try Examples.regions()
    let village = try #require(Region("11.01.01.2001"))
    #expect(regions.path(of: village) == ["Aceh", "Kabupaten Aceh Selatan", "Bakongan", "Keude Bakongan"])
    #expect(regions.name(of: try #require(Region("14.02.09.2010"))) == "Lambang Sari I, II, III")
    #expect(regions.name(of: try #require(Region("53"))) == "Nusa Tenggara Timur")
    #expect(!regions.contains(try #require(Region("54"))))
    #expect(regions.name(of: try #require(Region("11.01.01.2999"))) == nil)
  }

  @Test func listsWhatLiesInARegion() throws {
    let regions = try Examples.regions()
    let province = try #require(Region("53"))
    let villages = regions.villages(in: province)
    #expect(villages.elementsEqual(regions.villages.filter { province.contains($0) }))
    #expect(villages.count > 3_000)
    let regencies = regions.children(of: province)
    #expect(regencies.count == 22)
    #expect(regencies.map { regions.villages(in: $0).count }.reduce(0, +) == villages.count)
    #expect(regions.children(of: villages.first) == [])
    #expect(regions.villages(in: try #require(Region("99"))).isEmpty)
  }

  @Test(arguments: [
    ("", "write the header"), ("code,name\n", "write the header"), ("kode,nama\n53.1,x\n", "'53.1' is no region code"),
    ("kode,nama\n53,x\n53,y\n", "stands twice or out of order"), ("kode,nama\n53,x\n11,y\n", "out of order"),
    ("kode,nama\n53,x\n53.01.01,y\n", "lies in 53.01, which is missing"), ("kode,nama\n53\n", "the row has 1 fields"),
    ("kode,nama\n53,\"x\n", "this quote is never closed"), ("kode,nama\n53,x\"y\n", "a quote stands inside"),
    ("kode,nama\n53,\"x\"y\n", "something follows a closing quote"),
  ])
  func saysWhatIsWrong(_ text: String, _ says: String) {
    let found = diagnostics { () throws(DocumentError) in _ = try RegionCatalogue(file: "r", bytes: Array(text.utf8)) }
    #expect(found.count == 1)
    #expect(found.contains { "\($0)".contains(says) }, "\(found)")
  }
}
