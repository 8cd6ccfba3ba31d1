import Coding
import Model
import Rules

/// A cycle that has fallen due and is not open yet.
struct DueCycle {
  let version: Int
  let name: Text
  let start: CivilDate
  let end: CivilDate
  let due: CivilDate
  let time: BlockTime
  let trigger: Int?
}

extension LedgerState {
  /// Opens what has fallen due, oldest first; of those due together, what others ask about comes first.
  mutating func openDueCycles(_ block: inout BlockContext) {
    var due = takeScheduledCycles(at: block.time) + takeInstalments(at: block.time)
    if due.isEmpty { return }
    let depths = benefits.depths(seriesCount: series.count)
    func order(_ cycle: DueCycle) -> (BlockTime, Int, Int) {
      let series = Int(benefits.versions[cycle.version].series)
      return (cycle.time, depths[series], cycle.version)
    }
    due.sort { order($0) < order($1) }
    for cycle in due { open(cycle, &block) }
  }

  private mutating func open(_ due: DueCycle, _ block: inout BlockContext) {
    let version = benefits.versions[due.version]
    let programme = benefits.programme(due.version)
    let registrants = programme.unit == .family ? accounts.count : persons.count
    let cycle = Cycle(
      number: benefits.cycles.count, version: due.version, series: version.series, fallingDue: due,
      closes: due.time.advanced(by: programme.appeal.window.seconds * 1000), cutOff: block.height - 1,
      registrants: registrants, eligibilityRules: programme.eligible.count)
    var state = CycleState(cycle)
    state.entitlements.grow(to: registrants)
    benefits.kept.append(benefits.cycles.count)
    benefits.cycles.append(state)
    publish(.opened, cycle: Int(cycle.number), &block)
  }

  /// Calendar periods whose due day has begun.
  private mutating func takeScheduledCycles(at time: BlockTime) -> [DueCycle] {
    var found: [DueCycle] = []
    for index in benefits.versions.indices {
      let version = benefits.versions[index]
      guard version.state == .active || version.state == .superseded, let starts = version.starts,
        case .schedule(let schedule) = benefits.programme(index).due
      else { continue }
      var next = version.nextOccurrence
      while let period = schedule.occurrence(Int(next)), period.due <= schedule.until {
        let due = BlockTime(startOf: period.due, offset: schedule.offset)
        if due > time { break }
        next += 1
        guard period.due >= schedule.from, due >= starts, version.covers(cycleBeginning: period.start) else { continue }
        found.append(
          DueCycle(
            version: index, name: period.name, start: period.start, end: period.end, due: period.due, time: due,
            trigger: nil))
      }
      benefits.versions[index].nextOccurrence = next
    }
    return found
  }

  /// Instalments of events whose time has come.
  private mutating func takeInstalments(at time: BlockTime) -> [DueCycle] {
    var found: [DueCycle] = []
    for index in benefits.triggers.indices {
      let trigger = benefits.triggers[index]
      guard !trigger.isStopped, benefits.versions[Int(trigger.version)].state != .retired,
        case .trigger(let rule) = benefits.programme(Int(trigger.version)).due
      else { continue }
      while Int(benefits.triggers[index].nextInstalment) < rule.instalments.count {
        let number = Int(benefits.triggers[index].nextInstalment)
        let due = trigger.time.advanced(by: rule.instalments[number].seconds * 1000)
        if due > time { break }
        benefits.triggers[index].nextInstalment += 1
        guard let day = due.day(offset: rule.offset), let next = day.adding(days: 1) else { continue }
        found.append(
          DueCycle(
            version: Int(trigger.version), name: benefits.instalmentName(of: trigger, number + 1), start: day,
            end: next, due: day, time: due, trigger: index))
      }
    }
    return found
  }
}

extension BenefitState {
  /// `quake-1234/1`: the feed's last word, the entry that first told of the event, the instalment.
  fileprivate func instalmentName(of trigger: EventTrigger, _ number: Int) -> Text {
    let event = events[Int(trigger.event)]
    let feed = stores[Int(event.feed)].schema.record.name.utf8
    let word = feed.split(separator: UInt8(ascii: ".")).last.map(Array.init) ?? []
    return Text("\(String(decoding: word, as: UTF8.self))-\(String(event.words[0].entry))/\(String(number))")
  }

  /// Series a document's rules ask about, by place in the ledger's list.
  func askedSeries(_ version: Int) -> [Int] { compiled[version].askedSeries }

  /// By series, how long the longest chain of series is that it asks about, directly or not. Series only ask about older
  /// answers, never about themselves, so each is worked out once.
  func depths(seriesCount: Int) -> [Int] {
    var asked = [[Int]](repeating: [], count: seriesCount)
    for version in versions.indices where versions[version].state == .active || versions[version].state == .superseded {
      asked[Int(versions[version].series)] += askedSeries(version)
    }
    var depths = [Int?](repeating: nil, count: seriesCount)
    func depth(_ series: Int) -> Int {
      if let known = depths[series] { return known }
      depths[series] = 0
      let depth = asked[series].reduce(0) { max($0, 1 + depth($1)) }
      depths[series] = depth
      return depth
    }
    return (0..<seriesCount).map(depth)
  }
}
