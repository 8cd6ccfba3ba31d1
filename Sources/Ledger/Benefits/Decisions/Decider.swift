import Model
import Programmes
import Rules

/// Decides registrants of one cycle, one after the other, on one thread. It allocates when it is made, and never while
/// deciding.
struct Decider: ~Copyable {
  let plan: DecisionPlan
  var frame: Frame
  var candidates: Candidates
  /// The chunk whose columns are bound, by fact input and by list; −1 where other columns are.
  private let boundFacts: UnsafeMutablePointer<Int>
  private let boundLists: UnsafeMutablePointer<Int>
  /// By list: where its rows begin among those bound, and how many there are.
  private let listRanges: UnsafeMutablePointer<(first: Int, count: Int)>
  /// The registrant's fact rows by input; −1 where there is none.
  let factRows: UnsafeMutablePointer<Int>
  /// Where members are copied together when some of a fact's members now belong to another family.
  private var scratch: [MemberScratch]
  /// The members payment rules are asked about: their first place in the bound chunk and their number.
  private(set) var members: (first: Int, count: Int) = (0, 0)

  init(_ plan: DecisionPlan) {
    self.plan = plan
    frame = Frame(plan.compiled.rules)
    candidates = Candidates(plan.payment)
    boundFacts = .allocate(capacity: plan.stores.count + 1)
    boundFacts.initialize(repeating: -1, count: plan.stores.count + 1)
    boundLists = .allocate(capacity: plan.bindings.lists.count + 1)
    boundLists.initialize(repeating: -1, count: plan.bindings.lists.count + 1)
    listRanges = .allocate(capacity: plan.bindings.lists.count + 1)
    listRanges.initialize(repeating: (0, 0), count: plan.bindings.lists.count + 1)
    factRows = .allocate(capacity: plan.stores.count + 1)
    factRows.initialize(repeating: -1, count: plan.stores.count + 1)
    scratch = plan.bindings.lists.map { MemberScratch(plan.stores[$0.fact].children[$0.table], most: $0.most) }
    frame.set(plan.dueInput, to: plan.due)
    if let event = plan.event { frame.bind(event.columns, toInput: plan.eventInput) }
    // Where there is no fact, the absent row of any chunk will do, but there must be one.
    for input in plan.stores.indices { bindFact(input, chunk: 0) }
    for list in plan.bindings.lists.indices { bindChildren(list, chunk: 0) }
  }

  deinit {
    boundFacts.deallocate()
    boundLists.deallocate()
    listRanges.deallocate()
    factRows.deallocate()
  }
}

// MARK: - Deciding

extension Decider {
  /// The decision about a registrant that is paid through `account`.
  mutating func decide(_ registrant: Int, account: AccountNumber) -> Decision {
    bind(registrant, account: account)
    var doubt = Outcome.yes
    let waived = plan.waived(registrant)
    for rule in 0..<plan.eligibilityRules {
      let outcome = frame.evaluate(rule)
      if outcome == .yes || waived >> UInt64(rule) & 1 == 1 { continue }
      if outcome == .no { return .no(rule: rule) }
      if doubt == .yes { doubt = outcome }
    }
    if doubt != .yes { return undecided(doubt, rule: 0) }
    return decidePayment()
  }

  mutating func decidePayment() -> Decision {
    candidates.removeAll()
    if plan.memberFact != nil {
      guard members.count >= 0 else { return absentMembers() }
      for member in 0..<members.count {
        frame.setRow(plan.memberInput, members.first + member)
        if let doubt = addCandidates(member) { return doubt }
      }
    } else if let doubt = addCandidates(0) {
      return doubt
    }
    let amount = candidates.total(plan.payment)
    return amount > 0 ? .yes(UInt32(amount)) : .noPayment
  }

  /// Asks the payment rules about one member; the decision, where one cannot be answered.
  private mutating func addCandidates(_ member: Int) -> Decision? {
    for rule in plan.payment.order {
      let number = plan.eligibilityRules + rule
      let outcome = frame.evaluate(number)
      switch outcome {
      case .no: continue
      case .yes:
        candidates.add(plan.payment.amounts[rule], member: member, rule: rule)
        if plan.payment.choose == .highest { return nil }
      case .missing, .undecided, .error: return undecided(outcome, rule: number)
      }
    }
    return nil
  }

  private func absentMembers() -> Decision {
    let fact = plan.memberFact!
    guard hasRecord(fact) else { return .undecided(UInt8(fact), EntitlementRow.wholeRecord) }
    let list = plan.environment.children[plan.memberList!]
    let column = plan.environment.inputs[fact].firstColumn + list.field
    return .undecided(UInt8(fact), UInt16(column))
  }

  /// Whether there is a fact for this input, and it has not been erased.
  private func hasRecord(_ input: Int) -> Bool {
    guard input < plan.stores.count else { return true }
    return factRows[input] >= 0 && plan.stores[input].rows[factRows[input]].status != .erased
  }

  /// What a doubtful answer hangs on.
  func undecided(_ outcome: Outcome, rule: Int) -> Decision {
    switch outcome {
    case .missing(let column):
      let place = plan.environment.columns[Int(column)]
      let fact = place.input < plan.stores.count ? place.input : plan.memberFact ?? place.input
      return .undecided(UInt8(fact), hasRecord(fact) ? column : EntitlementRow.wholeRecord)
    case .undecided(let series): return .undecided(EntitlementRow.series, series)
    case .yes, .no, .error: return .undecided(EntitlementRow.fault, UInt16(rule))
    }
  }
}

// MARK: - Binding

extension Decider {
  /// Points the frame to everything the rules may read about a registrant.
  mutating func bind(_ registrant: Int, account: AccountNumber) {
    for input in 0..<plan.stores.count {
      let row = plan.factRow(input, registrant: registrant, account: account) ?? -1
      factRows[input] = row
      if row >= 0 { bindFact(input, chunk: row >> 12) }
      frame.setRow(input, row >= 0 ? row & 4095 : RawColumn.absentRow)
    }
    for list in plan.bindings.lists.indices { bindList(list, account: account) }
    if plan.unit == .person, let list = plan.memberList { bindOwnRow(registrant, list, account: account) }
    if let home = Region(raw: plan.population.home(of: account, at: plan.cutOff)) { setHome(home) }
    for series in plan.series {
      frame.setSeries(series.series, to: series.answer(registrant: registrant, account: account))
    }
  }

  /// Says where the family lives, and so whether an event affects it.
  mutating func setHome(_ home: Region) {
    frame.set(plan.homeInput, to: home)
    if let event = plan.event {
      frame.set(plan.affectedInput, to: event.trigger.affects(home) ? 1 : 0 as Int64)
    }
  }

  private mutating func bindFact(_ input: Int, chunk: Int) {
    if boundFacts[input] == chunk { return }
    boundFacts[input] = chunk
    for scalar in plan.bindings.scalars[input] {
      frame.bind(column: scalar.column, to: plan.stores[input].columns[scalar.field]!.base(ofChunk: chunk))
    }
  }

  private mutating func bindList(_ number: Int, account: AccountNumber) {
    let list = plan.bindings.lists[number]
    let row = factRows[list.fact]
    let range = row < 0 ? nil : plan.stores[list.fact].children[list.table].range(of: row)
    guard let range, range.count != ChildTable.Range.absent else {
      frame.setChildrenAbsent(number)
      listRanges[number] = (0, 0)
      if number == plan.memberList { members = (0, -1) }
      return
    }
    let first = Int(range.first)
    let count = Int(range.count)
    if list.isOfFamily, !allBelong(first..<first + count, number, to: account) {
      let kept = collectMembers(first..<first + count, number, of: account)
      setMembers(number, first: 0, count: kept)
      return
    }
    bindChildren(number, chunk: first >> 12)
    setMembers(number, first: first & 4095, count: count)
  }

  /// Where a programme decides about persons, the member is the person itself, in eligibility rules too. Whom the
  /// family's fact does not list has an absent row.
  private mutating func bindOwnRow(_ registrant: Int, _ number: Int, account: AccountNumber) {
    let list = plan.bindings.lists[number]
    var place = 0
    if members.count > 0 {
      let range = plan.stores[list.fact].children[list.table].range(of: factRows[list.fact])
      for row in Int(range.first)..<Int(range.first) + Int(range.count) where belongs(row, number, to: account) {
        if Int(plan.stores[list.fact].children[list.table].persons[row]) == registrant {
          members = (members.first + place, 1)
          return frame.setRow(plan.memberInput, members.first)
        }
        place += 1
      }
    }
    members = (0, -1)
    frame.setRow(plan.memberInput, RawColumn.absentRow)
  }

  private mutating func setMembers(_ list: Int, first: Int, count: Int) {
    frame.setChildren(list, first: first, count: count)
    listRanges[list] = (first, count)
    if list == plan.memberList { members = (first, count) }
  }

  private mutating func bindChildren(_ number: Int, chunk: Int) {
    if boundLists[number] == chunk { return }
    boundLists[number] = chunk
    let list = plan.bindings.lists[number]
    for child in plan.bindings.children[number] {
      frame.bind(
        column: child.column,
        to: plan.stores[list.fact].children[list.table].columns[child.child].base(ofChunk: chunk))
    }
  }

  /// A person counts in the family they belonged to at the cut-off, and in no other.
  private func belongs(_ row: Int, _ number: Int, to account: AccountNumber) -> Bool {
    let list = plan.bindings.lists[number]
    let person = PersonNumber(plan.stores[list.fact].children[list.table].persons[row])
    return plan.population.family(of: person, at: plan.cutOff) == account
  }

  private func allBelong(_ rows: Range<Int>, _ number: Int, to account: AccountNumber) -> Bool {
    for row in rows where !belongs(row, number, to: account) { return false }
    return true
  }

  /// The members payment rules are asked about, in order; empty where there are none.
  func peopleAsked(_ registrant: Int, account: AccountNumber) -> [PersonNumber] {
    guard let number = plan.memberList, members.count > 0 else { return [] }
    if plan.unit == .person { return [PersonNumber(UInt32(registrant))] }
    let list = plan.bindings.lists[number]
    let table = plan.stores[list.fact].children[list.table]
    let range = table.range(of: factRows[list.fact])
    return (Int(range.first)..<Int(range.first) + Int(range.count)).filter { belongs($0, number, to: account) }
      .map { PersonNumber(table.persons[$0]) }
  }

  /// Where a list's elements of one field lie: their base address, the first row and how many there are.
  func elements(_ number: Int, child: Int) -> (base: UnsafeRawPointer, first: Int, count: Int) {
    let list = plan.bindings.lists[number]
    let chunk = boundLists[number]
    let base =
      chunk >= 0
      ? plan.stores[list.fact].children[list.table].columns[child].base(ofChunk: chunk)
      : scratch[number].columns[child].base(ofChunk: 0)
    return (base, listRanges[number].first, listRanges[number].count)
  }

  /// Where a list's elements lie among those bound.
  func listRange(_ number: Int) -> (first: Int, count: Int) { listRanges[number] }

  /// How many elements a list has; nil where there is no list.
  func listCount(_ number: Int) -> Int? {
    let list = plan.bindings.lists[number]
    let row = factRows[list.fact]
    guard row >= 0, plan.stores[list.fact].children[list.table].range(of: row).count != ChildTable.Range.absent else {
      return nil
    }
    return listRanges[number].count
  }

  /// Copies the members that count side by side and binds the copies; how many they are.
  private mutating func collectMembers(_ rows: Range<Int>, _ number: Int, of account: AccountNumber) -> Int {
    let list = plan.bindings.lists[number]
    var kept = 0
    for row in rows where belongs(row, number, to: account) {
      scratch[number].copy(row, of: plan.stores[list.fact].children[list.table], to: kept)
      kept += 1
    }
    boundLists[number] = -1
    for child in plan.bindings.children[number] {
      frame.bind(column: child.column, to: scratch[number].columns[child.child].base(ofChunk: 0))
    }
    return kept
  }
}

/// Room for the members of one fact, in columns like its own.
private struct MemberScratch {
  private(set) var columns: [RawColumn]

  init(_ table: ChildTable, most: Int) {
    columns = table.columns.map { column in
      var copy = RawColumn(column.type)
      copy.grow(to: most)
      return copy
    }
  }

  mutating func copy(_ row: Int, of table: ChildTable, to place: Int) {
    for field in columns.indices {
      columns[field].mutablePointer(to: place)
        .copyMemory(from: table.columns[field].pointer(to: row), byteCount: columns[field].type.stride)
    }
  }
}
