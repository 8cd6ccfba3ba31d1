import Coding
import Model
import Programmes
import Rules
import Signing

/// All that deciding one cycle's registrants needs, looked up once: rules, facts, people, and answers of other series.
///
/// Deciding reads only this, so any number of lanes may do it while the ledger's tables are written. A class, so that
/// reading it in a hot loop copies nothing.
final class DecisionPlan: Sendable {
  let compiled: CompiledProgramme
  let unit: RegistrantUnit
  let due: CivilDate
  let cycleDigest: Digest
  /// People and places count as they were at this height, facts as they were known at `knownAt`.
  let cutOff: UInt64
  let knownAt: UInt64
  let population: Population
  /// By fact input.
  let stores: [FactStore]
  let bindings: FrameBindings
  let event: EventInput?
  let series: [SeriesAnswers]
  let payment: PaymentPlan
  /// The fact whose list holds the members that payment rules ask about, and the list's number among the rules' inputs.
  let memberFact: Int?
  let memberList: Int?
  let eligibilityRules: Int
  let memberInput: Int
  /// By registrant, a bit for every eligibility rule that an appeal has waived.
  let waivers: [UInt32: UInt64]

  var environment: Environment { compiled.rules.environment }
  var dueInput: Int { stores.count }
  var homeInput: Int { stores.count + 1 }
  var eventInput: Int { stores.count + 2 }
  var affectedInput: Int { stores.count + 3 }

  /// - Parameter knownAt: the last height whose facts count: the cut-off in pass one, no limit in a later decision.
  convenience init(_ cycle: Cycle, knownAt: UInt64, in state: LedgerState) {
    let benefits = state.benefits
    let compiled = benefits.compiled[Int(cycle.version)]
    self.init(
      compiled, due: cycle.due,
      cycleDigest: Self.digest(of: cycle, programme: benefits.versions[Int(cycle.version)].id),
      cutOff: cycle.cutOff, knownAt: knownAt, population: state.population,
      stores: compiled.inputs.schemas.map { schema in benefits.stores[benefits.store(named: schema.name)!] },
      event: cycle.trigger.map { EventInput(benefits.triggers[Int($0)], in: benefits) },
      series: compiled.askedSeries.map { SeriesAnswers($0, before: cycle, benefits) },
      waivers: benefits.appeals.waivers(cycle: cycle.number))
  }

  /// - Parameters:
  ///   - stores: the facts of each of the programme's inputs.
  ///   - series: an answer for each series its rules ask about.
  init(
    _ compiled: CompiledProgramme, due: CivilDate, cycleDigest: Digest, cutOff: UInt64, knownAt: UInt64,
    population: Population, stores: [FactStore], event: EventInput?, series: [SeriesAnswers],
    waivers: [UInt32: UInt64] = [:]
  ) {
    self.compiled = compiled
    unit = compiled.programme.unit
    self.due = due
    self.cycleDigest = cycleDigest
    self.cutOff = cutOff
    self.knownAt = knownAt
    self.population = population
    self.stores = stores
    self.event = event
    self.series = series
    let environment = compiled.rules.environment
    eligibilityRules = compiled.firstPayment
    self.waivers = waivers
    memberInput = environment.inputs.count - 1
    if let members = compiled.inputs.members {
      memberFact = members.fact
      memberList = environment.children(of: members.fact, field: members.field)
    } else {
      memberFact = nil
      memberList = nil
    }
    bindings = FrameBindings(compiled, stores)
    payment = PaymentPlan(compiled.programme, mostMembers: compiled.inputs.mostMembers)
  }

  /// The account a registrant is paid through: itself, or the person's family; nil for whoever is no registrant.
  func account(of registrant: Int) -> AccountNumber? {
    switch unit {
    case .family:
      return population.accounts[registrant].kind == .family ? AccountNumber(UInt32(registrant)) : nil
    case .person:
      let family = population.family(of: PersonNumber(UInt32(registrant)), at: cutOff)
      return family == .none ? nil : family
    }
  }

  /// A bit for every eligibility rule that is waived for a registrant.
  func waived(_ registrant: Int) -> UInt64 { waivers.isEmpty ? 0 : waivers[UInt32(registrant)] ?? 0 }

  /// Who gets a decided registrant's money.
  func payee(_ registrant: Int) -> AccountNumber {
    unit == .family
      ? AccountNumber(UInt32(registrant)) : population.family(of: PersonNumber(UInt32(registrant)), at: cutOff)
  }

  /// The row of the fact that counts for a registrant.
  func factRow(_ input: Int, registrant: Int, account: AccountNumber) -> Int? {
    factRow(input, registrant: registrant, account: account, knownAt: knownAt)
  }

  /// The same for a decision that knew the facts up to another height.
  func factRow(_ input: Int, registrant: Int, account: AccountNumber, knownAt: UInt64) -> Int? {
    switch stores[input].schema.subject {
    case .family: stores[input].row(of: account.row, on: due.days, knownAt: knownAt)
    case .person: stores[input].row(of: registrant, on: due.days, knownAt: knownAt)
    case .region: regionRow(input, home: population.home(of: account, at: cutOff), knownAt)
    case .event: nil
    }
  }

  /// A region's fact: of the village, or else of the nearest region around it that has one.
  private func regionRow(_ input: Int, home: UInt64, _ knownAt: UInt64) -> Int? {
    guard let village = Region(raw: home) else { return nil }
    for level in Region.Level.allCases.reversed() {
      guard let region = village.ancestor(at: level), let place = stores[input].place(of: region.raw),
        let row = stores[input].row(of: place, on: due.days, knownAt: knownAt)
      else { continue }
      return row
    }
    return nil
  }

  /// Whether this replay lacks bytes that the decision looked at.
  func isUnreadable(_ registrant: Int, account: AccountNumber) -> Bool {
    stores.contains { store in
      switch store.schema.subject {
      case .family: store.isUnreadable(account.row)
      case .person: store.isUnreadable(registrant)
      case .region, .event: false
      }
    }
  }

  /// Whether there are facts in this replay whose bytes are gone.
  var hasUnreadable: Bool { stores.contains { !$0.unreadable.isEmpty } }
}

/// What payment rules pay and how limits count, as numbers.
struct PaymentPlan: Sendable {
  let choose: Choice
  let amounts: [Int64]
  /// In the order they are asked: for the highest that holds, highest first.
  let order: [Int]
  /// By rule: its group's place, or −1.
  let group: [Int]
  let groupLimits: [Int]
  let memberLimit: Int
  /// Candidates that one registrant can have.
  let mostCandidates: Int
  let hasLimits: Bool

  init(_ programme: Programme, mostMembers: Int) {
    let amounts = programme.pay.map(\.amount.amount)
    self.amounts = amounts
    choose = programme.choose
    order =
      choose == .highest
      ? amounts.indices.sorted { (amounts[$1], $0) < (amounts[$0], $1) } : Array(amounts.indices)
    group = programme.pay.map { rule in
      rule.group.flatMap { name in programme.limits.groups.firstIndex { $0.name == name } } ?? -1
    }
    groupLimits = programme.limits.groups.map { Int($0.count) }
    memberLimit = programme.limits.members.map(Int.init) ?? .max
    mostCandidates = mostMembers * (choose == .highest ? 1 : amounts.count)
    hasLimits = memberLimit != .max || group.contains { $0 >= 0 }
  }

  /// The most one registrant could be owed; nil where that leaves 64 bits.
  static func greatest(_ programme: Programme, mostMembers: Int) -> Int64? {
    var each: Int64 = 0
    for rule in programme.pay {
      if programme.choose == .highest {
        each = max(each, rule.amount.amount)
      } else {
        let (sum, overflow) = each.addingReportingOverflow(rule.amount.amount)
        if overflow { return nil }
        each = sum
      }
    }
    let members = min(programme.each == nil ? 1 : mostMembers, programme.limits.members.map(Int.init) ?? .max)
    let (product, overflow) = each.multipliedReportingOverflow(by: Int64(members))
    return overflow ? nil : product
  }
}

/// Which column of which store feeds which column of the rules.
struct FrameBindings: Sendable {
  struct Scalar: Sendable {
    let column: Int
    let field: Int
  }

  struct Child: Sendable {
    let column: Int
    let child: Int
  }

  /// By fact input.
  let scalars: [[Scalar]]
  /// By list of child rows; a member input reads the same columns as its list.
  let children: [[Child]]
  let lists: [List]

  /// A list of child rows among the rules' inputs.
  struct List: Sendable {
    let fact: Int
    /// Its number among the store's child tables.
    let table: Int
    let most: Int
    /// Its rows are a family's members, who count only in the family they belong to.
    let isOfFamily: Bool
  }

  init(_ compiled: CompiledProgramme, _ stores: [FactStore]) {
    let environment = compiled.rules.environment
    var scalars = [[Scalar]](repeating: [], count: stores.count)
    var children = [[Child]](repeating: [], count: environment.children.count)
    let memberList = compiled.inputs.members.flatMap { environment.children(of: $0.fact, field: $0.field) }
    for column in compiled.rules.columns {
      let place = environment.columns[column]
      if let child = place.child {
        guard let list = environment.children(of: place.input, field: place.field) else { continue }
        children[list].append(Child(column: column, child: child))
      } else if place.input < stores.count {
        guard stores[place.input].columns[place.field] != nil else { continue }
        scalars[place.input].append(Scalar(column: column, field: place.field))
      } else if place.input == environment.inputs.count - 1, let memberList {
        children[memberList].append(Child(column: column, child: place.field))
      }
    }
    self.scalars = scalars
    self.children = children
    lists = environment.children.map { list in
      List(
        fact: list.input, table: stores[list.input].children.firstIndex { $0.field == list.field }!, most: list.max,
        isOfFamily: stores[list.input].schema.subject == .family)
    }
  }
}
