import Documents
import Model
import Rules
import Signing
import Testing

@Suite struct RegistryGeneratorTests {
  @Test func makesTheSameFamiliesFromTheSameSeed() throws {
    let generator = try Examples.generator(seed: 42)
    let again = try Examples.generator(seed: 42)
    #expect((0..<500).map(generator.family) == (0..<500).reversed().map(again.family).reversed())
    #expect(generator.family(0) != (try Examples.generator(seed: 43)).family(0))
  }

  /// The registry every machine must make from seed 1: its rows' digest.
  @Test func makesTheSameFamiliesOnEveryMachine() throws {
    let generator = try Examples.generator(seed: 1)
    let file = RegistryFile(layout: generator.layout, regions: try Examples.regions())
    var csv = file.header
    for index in 0..<1_000 { file.append(generator.family(index).family, to: &csv) }
    #expect(SHA256.hash(csv).description == "5d42a47db318289516eacc94af7f392c855eac2ef05b24d76537c3b1f5c73f50")
  }

  @Test func makesPlausibleFamilies() throws {
    let generator = try Examples.generator(seed: 3)
    let schemas = try Examples.schemas()
    let regions = try Examples.regions()
    let province = try #require(Region("53"))
    let due = CivilDate("2026-02-10")!
    var (sizes, deciles, provinces) = (Set<Int>(), Set<Int64>(), Set<Region>())
    var (people, old, pupils, students, unreported, poor, pregnant) = (0, 0, 0, 0, 0, 0, 0)
    var persons = Set<UInt64>()
    for index in 0..<20_000 {
      let made = generator.family(index)
      let family = made.family
      sizes.insert(family.members.count)
      provinces.insert(try #require(family.region.ancestor(at: .province)))
      #expect(regions.contains(family.region))
      guard case .int(let decile) = family.values[0] else { return }
      deciles.insert(decile)
      poor += decile <= 4 ? 1 : 0
      students += made.students.count
      for member in family.members {
        people += 1
        persons.insert(member.person)
        guard case .date(let born) = member.values[0], case .code(let school) = member.values[2],
          case .int(let grade) = member.values[3], case .int(let pregnancy) = member.values[5]
        else { return }
        old += CivilDate.age(born: born, on: due) >= 70 ? 1 : 0
        let isPupil = (3...6).contains(school)
        pupils += isPupil ? 1 : 0
        unreported += isPupil && member.values[4] == .absent ? 1 : 0
        pregnant += pregnancy > 0 ? 1 : 0
        #expect(isPupil == (grade > 0))
      }
      for student in made.students {
        let record = FactRecord(
          subject: .person(PersonNumber(0)), validFrom: due, validUntil: nil, values: student.values)
        #expect(try FactRecord(encoded: record.encoded, schema: schemas[1]) == record)
      }
    }
    #expect(sizes == Set(2...8))
    #expect(deciles == Set(1...10))
    #expect(provinces.count == 38)
    #expect(provinces.contains(province))
    #expect(persons.count == people)
    #expect(pupils == students)
    #expect((70_000...85_000).contains(people))
    #expect((0.38...0.42).contains(Double(poor) / 20_000))
    #expect((0.03...0.09).contains(Double(old) / Double(people)))
    #expect((0.15...0.30).contains(Double(pupils) / Double(people)))
    #expect(unreported > 50 && pregnant > 300)
  }

  @Test func hidesPeopleBehindMockNullifiers() throws {
    let family = try Examples.generator(seed: 1).family(0).family
    let identity = MockIdentity(seed: 5)
    let registration = family.registration(identity.nullifier)
    #expect(registration.region == family.region)
    #expect(Set(registration.members).count == family.members.count)
    var message = Array("salur/mock-nullifier".utf8)
    for number in [5, family.members[0].person] {
      message += (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }
    #expect(registration.members[0] == Nullifier(value: SHA256.hash(message), keyVersion: 0))
    #expect(identity.salt(of: family.card) != MockIdentity(seed: 6).salt(of: family.card))
  }

  @Test func refusesASchemaItCannotFill() throws {
    let schemas = try Examples.schemas()
    #expect(throws: GeneratorError.self) {
      try RegistryGenerator(
        seed: 1, regions: Examples.regions(), family: schemas[1], student: schemas[1], asOf: CivilDate("2026-01-01")!)
    }
    #expect(throws: GeneratorError.self) {
      try RegistryGenerator(
        seed: 1, regions: Examples.regions(), family: schemas[0], student: schemas[2], asOf: CivilDate("2026-01-01")!)
    }
  }
}
