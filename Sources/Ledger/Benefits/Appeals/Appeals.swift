import Coding
import Model
import Records
import Rules
import Signing

// Appeals: asked by a registrant or for one, answered by whom the programme names.

extension LedgerState {
  mutating func appeal(
    _ action: AppealRequest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind != .merchant else { throw .notPermitted }
    guard let head = account(action.account), head.kind == .family else { throw .notAFamily }
    guard let series = seriesIndex(action.series) else { throw .unknownSeries }
    guard let number = benefits.cycle(ofSeries: series, named: action.cycle) else { throw .unknownCycle }
    let registrant = try appealable(action, cycle: number)
    guard isOpenToLearn(number) else { throw .appealTooLate }
    let earlier = benefits.appeals.appeals(cycle: UInt32(number), registrant: registrant).filter {
      $0.filedBy == context.by
    }
    guard !earlier.contains(where: \.status.isOpen), earlier.count < Self.mostAppeals else { throw .alreadyAppealed }
    try checkText(context.sealed[0])
    let isAgency = context.account.kind == .agency
    guard isAgency || benefits.appeals.open(filedBy: context.by) < Self.mostOpen else { throw .tooManyAppeals }
    // must succeed below
    var receipt = context.receipt(.appealFiled, account: action.account, other: context.by, time: block.time)
    receipt.mover = context.by == action.account ? .owner : isAgency ? .agency : .helper
    receipt.reference = UInt64(number)
    if let person = action.person { receipt.person = person }
    var row = AppealRow()
    row.entry = block.entries.append(receipt)
    row.cycle = UInt32(number)
    row.registrant = registrant
    row.account = action.account
    row.filedBy = context.by
    row.filed = block.time
    row.decider = firstDecider(
      of: number, home: population.home(of: action.account, at: benefits.cycles[number].record.cutOff))
    row.deadline = block.time.advanced(by: benefits.programme(ofCycle: number).appeal.answer.seconds * 1000)
    row.words = context.sealed[0].digest
    benefits.appeals.append(row)
    return row.entry
  }

  /// How often one account may appeal one decision: again, with something new to say.
  private static var mostAppeals: Int { 2 }

  /// How many appeals of one account may await an answer, so that nobody floods those who answer.
  private static var mostOpen: Int { 64 }

  /// The registrant of the decision that is appealed.
  private func appealable(_ action: AppealRequest, cycle: Int) throws(Rejection) -> UInt32 {
    let plan = DecisionPlan(benefits.cycles[cycle].record, knownAt: .max, in: self)
    let registrant: UInt32
    switch (plan.unit, action.person) {
    case (.family, nil): registrant = action.account.raw
    case (.person, let person?): registrant = person.raw
    default: throw .nothingToAppeal
    }
    let row = benefits.cycles[cycle].entitlement(of: Int(registrant))
    guard row.verdict != .none, plan.account(of: Int(registrant)) == action.account else { throw .nothingToAppeal }
    return registrant
  }

  private func checkText(_ slot: SealedSlot) throws(Rejection) {
    // Bytes that were erased since were read when they came.
    guard let sealed = slot.content else { return }
    do throws(CodingError) {
      _ = try AppealText(encoded: sealed.content)
    } catch {
      throw .malformedAppeal
    }
  }

  mutating func answerAppeal(
    _ entry: UInt64, _ answer: AppealAnswer, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let index = try openAppeal(entry, context)
    if case .exception(let rule) = answer {
      let cycle = Int(benefits.appeals.rows[index].cycle)
      guard Int(rule) < benefits.programme(ofCycle: cycle).eligible.count else { throw .unknownRule }
    }
    try checkText(context.sealed[0])
    // must succeed below
    let seal = context.sealed[0].digest
    benefits.appeals.update(index) { row in
      row.answer = seal
      row.answered = block.time
      switch answer {
      case .refused: row.status = .refused
      case .corrected: row.status = .corrected
      case .exception(let rule):
        row.status = .proposed
        row.rule = rule
        row.officer = context.command.credential
      }
    }
    switch answer {
    case .refused: return tell(.appealRefused, index, context, &block)
    case .exception: return tell(.exceptionProposed, index, context, &block)
    case .corrected:
      decideAgain(index)
      return tell(.appealUpheld, index, context, &block)
    }
  }

  mutating func confirmException(
    _ entry: UInt64, waiving rule: UInt8, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let index = try openAppeal(entry, context)
    let appeal = benefits.appeals.rows[index]
    // What somebody proposed who is no officer any more is void; so two live credentials agree, and no key is in two.
    guard appeal.status == .proposed, appeal.rule == rule,
      credentialRow(context.by, appeal.officer).map({ credentials[$0].status == .live }) ?? false
    else { throw .noException }
    guard appeal.officer != context.command.credential else { throw .sameOfficer }
    // must succeed below
    benefits.appeals.update(index) { row in
      row.status = .excepted
      row.answered = block.time
    }
    decideAgain(index)
    return tell(.appealUpheld, index, context, &block)
  }

  private func openAppeal(_ entry: UInt64, _ context: CommandContext) throws(Rejection) -> Int {
    guard context.account.kind == .agency else { throw .notPermitted }
    guard let index = benefits.appeals.row(ofEntry: entry) else { throw .unknownAppeal }
    let appeal = benefits.appeals.rows[index]
    guard appeal.status.isOpen else { throw .appealClosed }
    guard appeal.decider == context.by else { throw .notYoursToDecide }
    return index
  }

  private mutating func decideAgain(_ index: Int) {
    let appeal = benefits.appeals.rows[index]
    benefits.cycles[Int(appeal.cycle)].markUpheld(Int(appeal.registrant))
  }

  private func tell(
    _ kind: Receipt.Kind, _ index: Int, _ context: CommandContext, _ block: inout BlockContext
  ) -> UInt64 {
    let appeal = benefits.appeals.rows[index]
    var receipt = context.receipt(kind, account: appeal.account, other: context.by, time: block.time)
    receipt.reference = appeal.entry
    return block.entries.append(receipt)
  }
}

/// What an appeal is about.
struct AppealRequest {
  let account: AccountNumber
  let person: PersonNumber?
  let series: Text
  let cycle: Text
}

// MARK: - Who decides

extension LedgerState {
  private func firstDecider(of cycle: Int, home: UInt64) -> AccountNumber {
    let named = Region(raw: home).flatMap { benefits.programme(ofCycle: cycle).appeal.decider(for: $0) }
    return named.flatMap(agency(named:)) ?? owner(of: cycle)
  }

  /// Who answers what others let lie.
  private func lastDecider(of cycle: Int) -> AccountNumber {
    benefits.programme(ofCycle: cycle).appeal.escalation.flatMap(agency(named:)) ?? owner(of: cycle)
  }

  private func owner(of cycle: Int) -> AccountNumber { series[Int(benefits.cycles[cycle].record.series)].owner }

  func agency(named name: Text) -> AccountNumber? { agencies.first { $0.agency.name == name }?.account }

  /// Appeals nobody answered in time go on to the next decider, and everybody is told who let how many lie.
  mutating func escalateAppeals(_ block: inout BlockContext) {
    var budget = Int(parameters.runRowsPerBlock)
    var late: [Late: UInt32] = [:]
    for index in benefits.appeals.open where budget > 0 && benefits.appeals.rows[index].deadline <= block.time {
      budget -= 1
      let appeal = benefits.appeals.rows[index]
      let cycle = Int(appeal.cycle)
      let next = lastDecider(of: cycle)
      late[Late(cycle: appeal.cycle, decider: appeal.decider), default: 0] += 1
      let answer = benefits.programme(ofCycle: cycle).appeal.answer.seconds * 1000
      benefits.appeals.update(index) { row in
        row.late = row.late == .max ? .max : row.late + 1
        row.decider = next
        row.deadline = block.time.advanced(by: answer)
        row.status = .open
      }
      var receipt = Receipt(
        .appealEscalated, account: appeal.account, other: next, time: block.time, digest: .zero)
      receipt.reference = appeal.entry
      block.entries.append(receipt)
    }
    for (late, count) in late.sorted(by: { ($0.key.cycle, $0.key.decider.raw) < ($1.key.cycle, $1.key.decider.raw) }) {
      var total = AppealNotice.Count(region: nil)
      total.late = count
      publishAppeals(cycle: Int(late.cycle), late: late.decider, [total], &block)
    }
  }

  private struct Late: Hashable {
    let cycle: UInt32
    let decider: AccountNumber
  }

  private func publishAppeals(
    cycle: Int, late: AccountNumber?, _ counts: [AppealNotice.Count], _ block: inout BlockContext
  ) {
    let record = benefits.cycles[cycle].record
    let notice = AppealNotice(
      series: series[Int(record.series)].name, cycle: record.name, late: late, counts: counts)
    block.entries.append(PublicEntry(.appeals, content: notice.encoded))
  }

  /// A closed cycle's appeals, all together and by province.
  func publishAppeals(ofCycle cycle: Int, _ block: inout BlockContext) {
    let counts = appealCounts(ofCycle: cycle, level: .province)
    if !counts.isEmpty { publishAppeals(cycle: cycle, late: nil, counts, &block) }
  }

  /// How many appealed a cycle's decisions, what became of it and how long it took: all together first, then by region,
  /// as everybody may know it.
  public func appealCounts(ofCycle cycle: Int, level: Region.Level) -> [AppealNotice.Count] {
    var all = RegionAppeals(region: nil)
    var byRegion: [UInt64: RegionAppeals] = [:]
    let (cutOff, population) = (benefits.cycles[cycle].record.cutOff, population)
    for row in 0..<benefits.appeals.rows.count where Int(benefits.appeals.rows[row].cycle) == cycle {
      let appeal = benefits.appeals.rows[row]
      all.add(appeal)
      let home = Region(raw: population.home(of: appeal.account, at: cutOff))
      guard let region = home?.ancestor(at: level) else { continue }
      byRegion[region.raw, default: RegionAppeals(region: region)].add(appeal)
    }
    return RegionAppeals.published(all, byRegion.values.sorted { $0.count.region!.raw < $1.count.region!.raw })
  }
}
