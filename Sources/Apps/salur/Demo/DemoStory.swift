import Coding
import Documents
import Engine
import Ledger
import Model
import Platform
import Rules

/// The main job, told once: the treasury's money reaches families by three programmes' rules, is spent in shops, and
/// what is not comes back.
///
/// The part before the crash (`begin`) and the part after it (`end`) meet in `spend`, whose rounds follow from the seed
/// and the round's number alone: whoever comes back after a crash knows which round is next.
struct DemoStory {
  let world: DemoWorld
  let records: DemoRecords
  let population: DemoPopulation
  let console: Console

  init(world: DemoWorld, records: DemoRecords, families: Int, console: Console) throws {
    self.world = world
    self.records = records
    self.console = console
    population = try DemoPopulation(
      records: records, seed: world.keys.seed, families: families, lanes: world.replica.lanes)
  }

  /// From an empty ledger to the first quarter's money in the wallets.
  func begin() throws {
    try registerFamilies()
    try openShops()
    try claimWallets()
    try activateProgrammes()
    try payFamilies()
  }

  /// Six months later: an earthquake, school money, what the rules refuse, and what comes back.
  func end() throws {
    try shake()
    try payPupils()
    try spendSchoolMoney()
    try explainDecisions()
    try appealDecision()
    try payArrears()
    try settleShops()
    try forgetFamily()
    try expire()
  }

  func tell(_ indonesian: String, _ english: String) {
    guard !console.isJSON else { return }
    console.say(Phrase(indonesian, english))
  }

  func chapter(_ indonesian: String, _ english: String) {
    guard !console.isJSON else { return }
    console.say("")
    console.say(console.output.styled(Phrase(indonesian, english).text(console.language), .bold))
  }

  func number(_ value: Int) -> String { console.language.number(value) }
  func rupiah(_ amount: Rupiah) -> String { amount.text(console.language) }
}

/// Who lives in the demonstration: places in the generated registry, accounts and people on the ledger.
struct DemoPopulation {
  let loader: RegistryLoader
  let families: Int
  /// Account of the first family; the others follow in order.
  let firstAccount: AccountNumber
  /// The ledger's number of the first member of each family, and one past the last.
  private let firstPerson: [UInt32]

  init(records: DemoRecords, seed: UInt64, families: Int, lanes: PlatformLanes) throws {
    let day = CivilDate("2026-01-02")!
    let generator = try RegistryGenerator(
      seed: seed, regions: records.regions, family: records.familySchema, student: records.studentSchema, asOf: day)
    loader = RegistryLoader(
      generator: generator, identity: MockIdentity(seed: seed), familySchema: records.familySchema,
      studentSchema: records.studentSchema, validFrom: day, lanes: lanes)
    self.families = families
    firstAccount = AccountNumber(UInt32(records.genesis.agencies.count))
    var next: UInt32 = 0
    var starts = [next]
    starts.reserveCapacity(families + 1)
    for index in 0..<families {
      next += UInt32(generator.family(index).family.members.count)
      starts.append(next)
    }
    firstPerson = starts
  }

  func account(_ family: Int) -> AccountNumber { AccountNumber(firstAccount.raw + UInt32(family)) }

  func people(_ family: Int) -> [PersonNumber] {
    (firstPerson[family]..<firstPerson[family + 1]).map { PersonNumber($0) }
  }

  func family(of account: AccountNumber) -> Int { Int(account.raw - firstAccount.raw) }

  /// Every twentieth family has a phone and takes its wallet over; a small country would make that thousands.
  func isClaimed(_ family: Int) -> Bool { family % 20 == 7 }

  var claimed: [Int] { (0..<families).filter(isClaimed) }

  /// One pupil in forty has a school that reports late.
  func isReportedLate(_ person: PersonNumber) -> Bool { person.raw % 40 == 3 }

  var batches: [Range<Int>] {
    stride(from: 0, to: families, by: RegistryLoader.batch).map { $0..<min($0 + RegistryLoader.batch, families) }
  }
}
