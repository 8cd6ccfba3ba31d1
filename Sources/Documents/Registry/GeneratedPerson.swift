import Coding
import Model
import Rules

/// One made-up person's life, before a schema gives it its shape.
struct GeneratedPerson {
  let age: Int
  let daysSinceBirthday: Int
  private(set) var school = School.none
  private(set) var grade: Int64 = 0
  private(set) var attendance: Int64?
  private(set) var job = Job.none
  private(set) var pregnancy: Int64 = 0
  private(set) var disability = Disability.none
  private(set) var isProposed = false

  enum School: Int, CaseIterable, Comparable {
    case none, paud, sd, smp, sma, smk, university

    static func < (a: School, b: School) -> Bool { a.rawValue < b.rawValue }
  }

  enum Job: Int, CaseIterable { case none, farmer, fisher, labourer, trader, `private`, asn, tni, polri, retired }

  enum Disability: Int, CaseIterable { case none, mild, severe }

  init(_ place: Household.Person, decile: Int64, _ random: inout SeededRandom) {
    age = place.age
    daysSinceBirthday = random.below(365)
    goToSchool(&random)
    if age >= 18, school == .none { work(decile: decile, &random) }
    if place.mayBePregnant, random.happens(perMille: 60) { pregnancy = Int64(1 + random.below(4)) }
    if random.happens(perMille: age >= 70 ? 60 : 12) {
      disability = random.happens(perMille: 400) ? .severe : .mild
    }
    if school >= .sd, school <= .smk { isProposed = random.happens(perMille: decile <= 4 ? 800 : 20) }
  }

  private mutating func goToSchool(_ random: inout SeededRandom) {
    switch age {
    case 4...6: if random.happens(perMille: 450) { school = .paud }
    case 7...12: if random.happens(perMille: 985) { school = .sd }
    case 13...15: if random.happens(perMille: 950) { school = .smp }
    case 16...18: if random.happens(perMille: 830) { school = random.happens(perMille: 450) ? .smk : .sma }
    case 19...22: if random.happens(perMille: 260) { school = .university }
    default: break
    }
    guard school >= .sd, school <= .smk else { return }
    grade = Int64(age - 6)
    // Some schools have not reported yet, and one pupil in eight is often away.
    if !random.happens(perMille: 8) {
      attendance = Int64(random.happens(perMille: 125) ? 55 + random.below(30) : 85 + random.below(16))
    }
  }

  private mutating func work(decile: Int64, _ random: inout SeededRandom) {
    if age >= 60, random.happens(perMille: 350) {
      job = .retired
    } else {
      job = Job(rawValue: random.pick(decile <= 4 ? Self.jobsOfThePoor : Self.jobsOfOthers))!
    }
  }

  // In the order of `Job`.
  private static let jobsOfThePoor = WeightedTable([150, 260, 50, 300, 130, 98, 6, 3, 3, 0])
  private static let jobsOfOthers = WeightedTable([140, 130, 20, 150, 220, 270, 45, 12, 13, 0])

  /// The day of birth: `age` years and some days before a day.
  func born(asOf day: CivilDate) -> CivilDate {
    let days = age * 146_097 / 400 + daysSinceBirthday
    guard let born = day.adding(days: -days) else { preconditionFailure("registries are made up for our own times") }
    return born
  }
}

/// Who lives together, by age: a head, perhaps a spouse, children, perhaps the head's parent.
struct Household {
  struct Person {
    var age = 0
    var mayBePregnant = false
  }

  private var people = InlineArray<8, Person>(repeating: Person())
  private(set) var count = 0

  subscript(position: Int) -> Person { people[position] }

  init(_ random: inout SeededRandom) {
    let size = 2 + random.pick(Self.sizes)
    let headAge = 20 + 10 * random.pick(Self.headDecades) + random.below(10)
    add(headAge)
    if size > 2 || random.happens(perMille: 600) {
      let age = max(18, headAge - 8 + random.below(12))
      add(age, mayBePregnant: age <= 44)
    }
    if size >= 4, random.happens(perMille: 180) { add(min(headAge + 18 + random.below(20), 99)) }
    while count < size { add(childAge(headAge, &random)) }
  }

  /// A child was born when its head was 19 to 41, and has not left home yet; an old head lives with grandchildren.
  private func childAge(_ headAge: Int, _ random: inout SeededRandom) -> Int {
    let age = headAge - 19 - random.below(23)
    return age < 0 ? random.below(3) : age > 30 ? random.below(19) : age
  }

  private mutating func add(_ age: Int, mayBePregnant: Bool = false) {
    people[count] = Person(age: age, mayBePregnant: mayBePregnant)
    count += 1
  }

  /// Families of 2 to 8.
  private static let sizes = WeightedTable([18, 26, 28, 15, 8, 3, 2])
  /// Heads in their twenties to seventies.
  private static let headDecades = WeightedTable([12, 26, 26, 20, 11, 5])
}

/// The schema's codes of the generator's words.
struct GeneratedWords: Sendable {
  let jobs: [UInt16]
  let schools: [UInt16]
  let disabilities: [UInt16]
  let studentSchools: [UInt16]
  /// Empty where the schema does not ask.
  let orphans: [UInt16]

  init(member: RecordType, student: RecordType) throws(GeneratorError) {
    let schoolWords: [Text] = ["none", "PAUD", "SD", "SMP", "SMA", "SMK", "university"]
    jobs = try Self.codes(
      ["none", "farmer", "fisher", "labourer", "trader", "private", "ASN", "TNI", "POLRI", "retired"], "job", member)
    schools = try Self.codes(schoolWords, "school", member)
    disabilities = try Self.codes(["none", "mild", "severe"], "disability", member)
    orphans =
      member.index(of: "orphan") == nil ? [] : try Self.codes(["none", "father", "mother", "both"], "orphan", member)
    // Pupils are in one of four kinds of school; the other codes are never asked for.
    studentSchools = [0, 0] + (try Self.codes(Array(schoolWords[2...5]), "school", student)) + [0]
  }

  private static func codes(_ words: [Text], _ field: Text, _ record: RecordType) throws(GeneratorError) -> [UInt16] {
    guard let index = record.index(of: field), case .enumeration(let known) = record.fields[index].type else {
      throw GeneratorError("\(record.description) has no list of words called '\(field)'")
    }
    var codes: [UInt16] = []
    for word in words {
      guard let code = known.firstIndex(of: word) else {
        throw GeneratorError("'\(word)' is no word of '\(field)' in \(record.description)")
      }
      codes.append(UInt16(code + 1))
    }
    return codes
  }
}
