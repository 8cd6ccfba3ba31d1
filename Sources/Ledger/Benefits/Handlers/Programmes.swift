import Coding
import Model
import Programmes
import Records
import Rules
import Signing

// Programmes: proposed by their owner, approved, started after notice, taken over by newer documents, retired.

extension LedgerState {
  /// Puts a document on the ledger for everybody to read. The first document makes the series.
  mutating func proposeProgramme(
    _ document: [UInt8], _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let owner = try requireRole(.programmeOwner, context)
    let programme: Programme
    do throws(CodingError) {
      programme = try Programme(encoded: document)
    } catch {
      throw .malformedProgramme
    }
    let known = seriesIndex(programme.series)
    let compiled = try compile(programme, series: known)
    guard benefits.version(programme.id) == nil else { throw .alreadyProposed }
    if let known, series[known].owner != context.by { throw .seriesTaken }
    if let known, series[known].isRetired { throw .alreadyRetired }
    guard let prefix = owner.agency.seriesPrefix, programme.series.utf8.starts(with: prefix.utf8) else {
      throw .seriesNotYours
    }
    let waiting = benefits.versions.count { $0.state == .proposed && series[Int($0.series)].owner == context.by }
    guard waiting < Self.mostDocuments else { throw .tooManyDocuments }
    // must succeed below
    if known == nil { series.append(Series(name: programme.series, owner: context.by)) }
    let index = known ?? series.count - 1
    benefits.versions.append(ProgrammeVersion(id: programme.id, series: UInt32(index), document: document))
    benefits.compiled.append(compiled)
    return block.entries.append(PublicEntry(.programme, content: document))
  }

  /// Documents of one owner that await approval.
  private static var mostDocuments: Int { 64 }

  /// Approves a proposed document. It starts after the notice everybody is given.
  mutating func activate(
    _ id: ProgrammeID, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.programmeOwner, context)
    try requireApproval(context)
    let version = try ownedVersion(id, context)
    let series = Int(benefits.versions[version].series)
    let isRetired = self.series[series].isRetired
    let isInForce = benefits.versions[version].state != .proposed || benefits.isInForce(series)
    if isInForce && !isRetired { throw .alreadyActive }
    guard !isRetired else { throw .alreadyRetired }
    // must succeed below
    benefits.versions[version].state = .scheduled
    benefits.versions[version].starts = block.time.advanced(by: parameters.notice)
    raiseCap(ofSeries: series, to: benefits.programme(version).fund.cap)
    return block.entries.append(context.act(action))
  }

  /// A newer document takes over where the first of the old one's periods after the notice begins.
  mutating func supersede(
    _ old: ProgrammeID, by new: ProgrammeID, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.programmeOwner, context)
    try requireApproval(context)
    let before = try ownedVersion(old, context)
    let after = try ownedVersion(new, context)
    guard benefits.versions[after].series == benefits.versions[before].series,
      benefits.versions[before].state == .active, benefits.versions[before].endsBefore == nil,
      benefits.versions[after].state == .proposed
    else { throw .notSuperseding }
    let noticed = block.time.advanced(by: parameters.notice)
    guard let boundary = benefits.boundary(of: before, after: noticed) else { throw .notSuperseding }
    // must succeed below
    benefits.versions[before].endsBefore = boundary
    benefits.versions[after].beginsOn = boundary
    benefits.versions[after].state = .scheduled
    benefits.versions[after].starts = BlockTime(
      startOf: boundary, offset: benefits.programme(before).due.offset)
    raiseCap(ofSeries: Int(benefits.versions[after].series), to: benefits.programme(after).fund.cap)
    return block.entries.append(context.act(action))
  }

  /// No cycle falls due any more. Those that did are finished.
  mutating func retire(
    _ name: Text, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.programmeOwner, context)
    try requireApproval(context)
    let series = try ownedSeries(name, context)
    guard !self.series[series].isRetired else { throw .alreadyRetired }
    // must succeed below
    self.series[series].isRetired = true
    for version in benefits.versions.indices where Int(benefits.versions[version].series) == series {
      benefits.versions[version].state = .retired
    }
    return block.entries.append(context.act(action))
  }

  /// Holds a cycle's payments, in public, for seven days at most from its decisions.
  mutating func hold(
    _ name: Text, cycle: Text, until: BlockTime, _ action: Action, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.programmeOwner, context)
    try requireApproval(context)
    let series = try ownedSeries(name, context)
    guard let number = benefits.cycle(ofSeries: series, named: cycle) else { throw .unknownCycle }
    let record = benefits.cycles[number].record
    guard [.deciding, .decided, .waiting].contains(record.stage) else { throw .cycleNotHoldable }
    let decided = record.stage == .deciding ? block.time : record.decidedTime
    guard until <= decided.advanced(by: Self.longestHold) else { throw .holdTooLong }
    // must succeed below
    benefits.cycles[number].record.heldUntil = until
    return block.entries.append(context.act(action))
  }

  private static var longestHold: Int64 { 7 * BlockTime.day }
}

// MARK: - Checking

extension LedgerState {
  /// The series of that name, if it is the acting agency's.
  func ownedSeries(_ name: Text, _ context: CommandContext) throws(Rejection) -> Int {
    _ = try requireRole(.programmeOwner, context)
    guard let index = seriesIndex(name) else { throw .unknownSeries }
    guard series[index].owner == context.by else { throw .seriesNotYours }
    return index
  }

  private func ownedVersion(_ id: ProgrammeID, _ context: CommandContext) throws(Rejection) -> Int {
    _ = try requireRole(.programmeOwner, context)
    guard let version = benefits.version(id) else { throw .unknownProgramme }
    guard series[Int(benefits.versions[version].series)].owner == context.by else { throw .seriesNotYours }
    return version
  }

  /// The document's rules, compiled, if the ledger can run them: amounts stay in range, all documents of a series
  /// decide about the same unit, and no series asks about itself, be it through others.
  private func compile(_ programme: Programme, series known: Int?) throws(Rejection) -> CompiledProgramme {
    let compiled: CompiledProgramme
    do throws(ProgrammeError) {
      compiled = try CompiledProgramme(programme, schemas: benefits.schemas, series: series.map(\.name))
    } catch {
      throw .programmeInvalid
    }
    guard let greatest = PaymentPlan.greatest(programme, mostMembers: compiled.inputs.mostMembers),
      greatest <= Decision.greatestAmount
    else { throw .programmeInvalid }
    let named = programme.appeal.deciders.map(\.agency) + [programme.appeal.escalation].compactMap(\.self)
    guard named.allSatisfy({ agency(named: $0) != nil }) else { throw .programmeInvalid }
    if let known, let unit = benefits.unit(ofSeries: known), unit != programme.unit { throw .programmeInvalid }
    for asked in compiled.askedSeries {
      if let known, benefits.asks(asked, about: known) { throw .programmeInvalid }
      if programme.unit == .family, benefits.unit(ofSeries: asked) == .person { throw .programmeInvalid }
    }
    return compiled
  }

  private mutating func raiseCap(ofSeries series: Int, to cap: Rupiah) {
    self.series[series].cap = max(self.series[series].cap, cap)
  }
}

extension CompiledProgramme {
  /// Series the rules ask about, by place in the ledger's list.
  var askedSeries: [Int] {
    var asked: [Int] = []
    for rule in rules.rules { for series in rule.series where !asked.contains(series) { asked.append(series) } }
    return asked.sorted()
  }
}

extension BenefitState {
  /// What a series decides about, as its first document says.
  fileprivate func unit(ofSeries series: Int) -> RegistrantUnit? {
    versions.firstIndex { Int($0.series) == series }.map { programme($0).unit }
  }

  /// Whether a series is the other one, or asks about it, directly or through others. Each series is looked at once.
  fileprivate func asks(_ series: Int, about other: Int) -> Bool {
    var open = [series]
    var seen: Set<Int> = [series]
    while let next = open.popLast() {
      if next == other { return true }
      for version in versions.indices where Int(versions[version].series) == next {
        for asked in askedSeries(version) where seen.insert(asked).inserted { open.append(asked) }
      }
    }
    return false
  }

  /// Whether a document of the series is active or about to be.
  fileprivate func isInForce(_ series: Int) -> Bool {
    versions.contains { Int($0.series) == series && ($0.state == .active || $0.state == .scheduled) }
  }

  /// The first day of the document's first period that begins at `time` or later; for events, the next day.
  fileprivate func boundary(of version: Int, after time: BlockTime) -> CivilDate? {
    switch programme(version).due {
    case .trigger(let trigger):
      return time.day(offset: trigger.offset)?.adding(days: 1)
    case .schedule(let schedule):
      var index = 0
      while let period = schedule.occurrence(index) {
        if BlockTime(startOf: period.start, offset: schedule.offset) >= time { return period.start }
        index += 1
      }
      return nil
    }
  }
}
