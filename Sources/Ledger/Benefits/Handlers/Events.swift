import Coding
import Model
import Programmes
import Records
import Rules
import Signing

// Events: true once enough sources say so.

extension LedgerState {
  /// One source's word on something that happened.
  mutating func attestEvent(
    _ feed: Text, values: [UInt8], regions: [Region], _ action: Action, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let agency = try requireRole(.factSource, context)
    guard let store = benefits.store(named: feed) else { throw .unknownSchema }
    let schema = benefits.stores[store].schema
    guard agency.agency.schemas.contains(schema.record.name) else { throw .schemaNotYours }
    guard schema.subject == .event else { throw .notAnEvent }
    let decoded = try read(values, schema)
    guard !regions.isEmpty else { throw .eventRegionsMissing }
    let key = schema.keyBytes(of: decoded)
    let known = benefits.events.firstIndex { Int($0.feed) == store && $0.key == key }
    if let known {
      let words = benefits.events[known].words.filter { $0.source == context.by }
      guard !words.contains(where: { !$0.isRetracted }), words.count < Event.mostWords else { throw .alreadyAttested }
    }
    // must succeed below
    let event = known ?? benefits.events.count
    if known == nil { benefits.events.append(Event(feed: UInt32(store), key: key)) }
    let entry = block.entries.append(context.eventEntry(action))
    benefits.events[event].words.append(
      Event.Word(source: context.by, entry: entry, time: block.time, values: values, regions: regions))
    setOff(by: event, at: block.time)
    return entry
  }

  /// A source takes its word back. Cycles that too few sources still stand by are not paid any more.
  mutating func retractEvent(
    _ entry: UInt64, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.factSource, context)
    guard let event = benefits.events.firstIndex(where: { $0.words.contains { $0.entry == entry } }),
      let word = benefits.events[event].words.firstIndex(where: { $0.entry == entry && !$0.isRetracted })
    else { throw .unknownEvent }
    guard benefits.events[event].words[word].source == context.by else { throw .factNotYours }
    // must succeed below
    benefits.events[event].words[word].isRetracted = true
    for index in benefits.triggers.indices where Int(benefits.triggers[index].event) == event {
      guard case .trigger(let rule) = benefits.programme(Int(benefits.triggers[index].version)).due else { continue }
      if benefits.agreement(on: event, rule) == nil { benefits.triggers[index].isStopped = true }
    }
    return block.entries.append(context.eventEntry(action))
  }

  private func read(_ values: [UInt8], _ schema: FactSchema) throws(Rejection) -> [FactValue] {
    do throws(CodingError) {
      return try EventAttestation.decodeValues(values, schema: schema)
    } catch {
      throw .malformedEvent
    }
  }

  /// Sets off the programmes whose quorum this event now has, once each series for ever. What a retraction had stopped
  /// goes on where it stopped, by the values that were agreed on first.
  private mutating func setOff(by event: Int, at time: BlockTime) {
    for index in benefits.triggers.indices where benefits.triggers[index].isStopped {
      guard Int(benefits.triggers[index].event) == event,
        case .trigger(let rule) = benefits.programme(Int(benefits.triggers[index].version)).due
      else { continue }
      benefits.triggers[index].isStopped = benefits.agreement(on: event, rule) == nil
    }
    for version in benefits.versions.indices where benefits.versions[version].state == .active {
      guard case .trigger(let rule) = benefits.programme(version).due, let day = time.day(offset: rule.offset),
        rule.from <= day, day <= rule.until, benefits.versions[version].covers(cycleBeginning: day),
        !benefits.hasTriggered(event, series: benefits.versions[version].series),
        let agreement = benefits.agreement(on: event, rule), benefits.holds(agreement, version)
      else { continue }
      benefits.triggers.append(
        EventTrigger(
          version: UInt32(version), event: UInt32(event), time: time, values: agreement.values.encodedValues,
          regions: agreement.regions))
    }
  }
}

/// What a quorum says about an event.
private struct Agreement {
  let feed: FactSchema
  let values: [FactValue]
  let regions: [Region]
}

extension BenefitState {
  fileprivate func hasTriggered(_ event: Int, series: UInt32) -> Bool {
    triggers.contains { Int($0.event) == event && versions[Int($0.version)].series == series }
  }

  /// What the sources agree on, once enough of them spoke within the time the rule gives them, from whichever of them.
  fileprivate func agreement(on event: Int, _ rule: Trigger) -> Agreement? {
    let feed = stores[Int(events[event].feed)].schema
    guard feed.name == rule.feed else { return nil }
    let live = events[event].liveWords
    let windows = live.indices.lazy.map { first in
      let last = live[first].time.advanced(by: rule.within.seconds * 1000)
      return live[first...].prefix { $0.time <= last }
    }
    guard let words = windows.first(where: { $0.count >= Int(rule.quorum) }).map(Array.init) else { return nil }
    let attested = words.map { word in feed.decoded(word.values) }
    let values = feed.record.fields.indices.map { field in FactValue.median(attested.map { $0[field] }) }
    return Agreement(feed: feed, values: values, regions: Self.regions(of: words, namedBy: Int(rule.quorum)))
  }

  /// Regions that lie in what at least `quorum` sources named, each once, without those inside another.
  private static func regions(of words: [Event.Word], namedBy quorum: Int) -> [Region] {
    var agreed: [Region] = []
    for region in words.flatMap(\.regions).sorted(by: { ($0.level, $0) < ($1.level, $1) }) {
      let sources = words.count { word in word.regions.contains { $0.contains(region) } }
      if sources >= quorum, !agreed.contains(where: { $0.contains(region) }) { agreed.append(region) }
    }
    return agreed.sorted()
  }

  /// Whether the programme's condition holds for what was agreed.
  fileprivate func holds(_ agreement: Agreement, _ version: Int) -> Bool {
    compiled[version].isSetOff(by: agreement.feed, agreement.values)
  }
}

extension Event {
  var liveWords: [Word] { words.filter { !$0.isRetracted } }
}

extension FactSchema {
  /// Encodings of the key fields' values.
  fileprivate func keyBytes(of values: [FactValue]) -> [UInt8] {
    key.compactMap { record.index(of: $0) }.map { values[$0] }.encodedValues
  }

  /// Values the ledger has read before.
  fileprivate func decoded(_ bytes: [UInt8]) -> [FactValue] {
    do throws(CodingError) {
      return try EventAttestation.decodeValues(bytes, schema: self)
    } catch {
      preconditionFailure("an event's words were checked when they came")
    }
  }
}

extension [FactValue] {
  var encodedValues: [UInt8] { EventAttestation(feed: "", values: self, regions: []).encodedValues }
}

extension FactValue {
  /// The value in the middle, of an even number the lower one; sources that say nothing are left out.
  static func median(_ values: [FactValue]) -> FactValue {
    let said = values.filter { $0 != .absent }.sorted { $0.precedes($1) }
    return said.isEmpty ? .absent : said[(said.count - 1) / 2]
  }

  /// An order of values of one scalar field.
  private func precedes(_ other: FactValue) -> Bool {
    switch (self, other) {
    case (.bool(let a), .bool(let b)): !a && b
    case (.int(let a), .int(let b)): a < b
    case (.date(let a), .date(let b)): a < b
    case (.code(let a), .code(let b)): a < b
    case (.region(let a), .region(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    default: false
    }
  }
}

extension CommandContext {
  /// The public record of a word about an event.
  fileprivate func eventEntry(_ action: Action) -> PublicEntry {
    PublicEntry(.event, content: act(action).content)
  }
}
