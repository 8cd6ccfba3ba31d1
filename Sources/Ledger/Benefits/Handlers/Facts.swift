import Coding
import Model
import Records
import Rules
import Signing

// Facts: what sources may attest, and what they attest about families, persons and regions.

extension LedgerState {
  /// A source puts on the ledger what it will attest.
  mutating func registerSchema(
    _ schema: FactSchema, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let agency = try requireRole(.factSource, context)
    guard schema.isSound else { throw .malformedSchema }
    guard benefits.store(named: schema.name) == nil else { throw .schemaExists }
    guard agency.agency.schemas.contains(schema.record.name) else { throw .schemaNotYours }
    // must succeed below
    benefits.stores.append(FactStore(schema))
    return block.entries.append(PublicEntry(.schema, content: schema.encoded))
  }

  /// One sealed fact.
  mutating func attest(
    _ schema: Text, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let store = try factStore(schema, context)
    let batch = try plan(context.sealed, store, block.decisions)
    // must succeed below
    let row = add(batch, to: store, context, &block).lowerBound
    guard let family = family(of: benefits.stores[store].rows[row], benefits.stores[store].schema.subject) else {
      return block.entries.append(context.act())
    }
    var receipt = context.receipt(.factAttested, account: family, other: context.by, time: block.time)
    receipt.reference = UInt64(store)
    return block.entries.append(receipt)
  }

  /// Many sealed facts under one signature over their seals: all of them, or none.
  mutating func attestBatch(
    _ schema: Text, root: Digest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.factSource, context)
    guard !context.sealed.isEmpty else { throw .batchEmpty }
    guard context.sealRoot == root else { throw .batchRootMismatch }
    let store = try factStore(schema, context)
    let batch = try plan(context.sealed, store, block.decisions)
    // must succeed below
    add(batch, to: store, context, &block)
    let notice = BatchNotice(
      agency: context.by, command: context.id, schema: schema, count: UInt32(context.sealed.count), root: root)
    return block.entries.append(PublicEntry(.batch, content: notice.encoded))
  }

  /// A source takes one of its facts back.
  mutating func retract(
    _ schema: Text, subject: FactSubject, sealed seal: Digest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    let store = try factStore(schema, context)
    guard let place = place(of: subject, store) else { throw .unknownSubject }
    guard let row = benefits.stores[store].row(of: place, sealed: seal) else { throw .unknownFact }
    let fact = benefits.stores[store].rows[row]
    guard fact.status != .erased else { throw .factErased }
    guard fact.status == .live else { throw .unknownFact }
    guard fact.source == context.by else { throw .factNotYours }
    // must succeed below
    benefits.stores[store].retract(row, at: block.height)
    learn([fact], store)
    guard let family = family(of: fact, benefits.stores[store].schema.subject) else {
      return block.entries.append(context.act())
    }
    var receipt = context.receipt(.factRetracted, account: family, other: context.by, time: block.time)
    receipt.reference = UInt64(store)
    return block.entries.append(receipt)
  }

  /// Whether there are facts about a family or its people, or texts of appeals, that could be forgotten.
  func hasFacts(of family: AccountNumber) -> Bool {
    !benefits.appeals.appeals(of: family).isEmpty
      || benefits.stores.contains { store in
        switch store.schema.subject {
        case .family: store.hasContent(family.row)
        case .person: people(of: accounts[family.row]).contains { store.hasContent($0.row) }
        case .region, .event: false
        }
      }
  }

  /// Forgets what facts say about a family and its people; the seals whose bytes must go.
  mutating func eraseFacts(of family: AccountNumber) -> [Digest] {
    var seals: [Digest] = []
    let people = people(of: accounts[family.row])
    for store in benefits.stores.indices {
      switch benefits.stores[store].schema.subject {
      case .family: seals += benefits.stores[store].erase(family.row)
      case .person: for person in people { seals += benefits.stores[store].erase(person.row) }
      case .region, .event: break
      }
    }
    return seals + benefits.appeals.seals(of: family)
  }

  /// Seals of all facts about a family and its people, by schema: what an erasure would forget, with the texts of its
  /// appeals.
  public func factSeals(of family: AccountNumber) -> [(schema: FactSchema, seals: [Digest])] {
    let people = people(of: accounts[family.row])
    return benefits.stores.map { store in
      var copy = store
      let seals =
        switch store.schema.subject {
        case .family: copy.erase(family.row)
        case .person: people.flatMap { copy.erase($0.row) }
        case .region, .event: [Digest]()
        }
      return (store.schema, seals)
    }
  }
}

// MARK: - Checking

extension LedgerState {
  /// The store of a schema the acting agency is a source of.
  private func factStore(_ schema: Text, _ context: CommandContext) throws(Rejection) -> Int {
    let agency = try requireRole(.factSource, context)
    guard let store = benefits.store(named: schema), benefits.stores[store].schema.subject != .event else {
      throw .unknownSchema
    }
    guard agency.agency.schemas.contains(benefits.stores[store].schema.record.name) else { throw .schemaNotYours }
    return store
  }

  /// Reads and checks facts. Bytes that were erased since are taken as accepted, as they were when they came.
  private func plan(
    _ sealed: [SealedSlot], _ store: Int, _ log: DecisionLog
  ) throws(Rejection) -> FactBatch {
    var batch = FactBatch()
    batch.reserve(sealed.count)
    var seen = Set<Digest>(minimumCapacity: sealed.count)
    for (index, slot) in sealed.enumerated() {
      let subject: FactSubject
      if let content = slot.content {
        subject = try read(content, slot.digest, into: &batch, store)
      } else {
        subject = try adopt(slot.digest, log.recordedFact(ahead: index), into: &batch, store)
      }
      batch.subjects.append(subject)
      let row = batch.rows[index]
      guard row.validFrom <= row.validUntil else { throw .validityInverted }
      guard seen.insert(slot.digest).inserted, !isAttested(slot.digest, subject, store) else { throw .alreadyAttested }
      guard place(of: subject, store).map(benefits.stores[store].hasRoom) ?? true else { throw .tooManyFacts }
    }
    return batch
  }

  private func isAttested(_ seal: Digest, _ subject: FactSubject, _ store: Int) -> Bool {
    guard let place = place(of: subject, store) else { return false }
    return benefits.stores[store].row(of: place, sealed: seal) != nil
  }

  private func read(
    _ sealed: Sealed, _ seal: Digest, into batch: inout FactBatch, _ store: Int
  ) throws(Rejection) -> FactSubject {
    let subject: FactSubject
    do throws(CodingError) {
      subject = try batch.append(sealed.content, of: benefits.stores[store], sealed: seal)
    } catch {
      throw .malformedFact
    }
    guard place(of: subject, store) != nil || subject.kind == .region else { throw .unknownSubject }
    guard case .family(let family) = subject else { return subject }
    for (index, person) in batch.peopleOfLastRow.enumerated() {
      guard person.row < persons.count, persons[person.row].family == family,
        !batch.peopleOfLastRow[..<index].contains(person)
      else { throw .memberNotInFamily }
    }
    return subject
  }

  private func adopt(
    _ seal: Digest, _ recorded: DecisionLog.Fact?, into batch: inout FactBatch, _ store: Int
  ) throws(Rejection) -> FactSubject {
    guard let recorded, let subject = recorded.subject(benefits.stores[store].schema.subject),
      place(of: subject, store) != nil || subject.kind == .region
    else { throw .sealedMissing }
    var row = FactRow()
    row.seal = seal
    row.validFrom = recorded.validFrom
    row.validUntil = recorded.validUntil
    batch.appendErased(row)
    return subject
  }

  private func place(of subject: FactSubject, _ store: Int) -> Int? {
    switch subject {
    case .family(let account): self.account(account)?.kind == .family ? account.row : nil
    case .person(let person): person.row < persons.count ? person.row : nil
    case .region(let region): benefits.stores[store].place(of: region.raw)
    }
  }

  /// The family a fact concerns; nil for facts about regions and persons outside any family.
  private func family(of fact: FactRow, _ subject: FactSchema.Subject) -> AccountNumber? {
    switch subject {
    case .family: return AccountNumber(fact.subject)
    case .person:
      let family = persons[Int(fact.subject)].family
      return family == .none ? nil : family
    case .region, .event: return nil
    }
  }
}

// MARK: - Adding

extension LedgerState {
  /// Appends checked facts; the rows they got.
  @discardableResult
  private mutating func add(
    _ batch: FactBatch, to store: Int, _ context: CommandContext, _ block: inout BlockContext
  ) -> Range<Int> {
    let rows = benefits.stores[store].append(batch, from: context.by, at: block.height)
    let facts = rows.map { benefits.stores[store].rows[$0] }
    for fact in facts {
      block.decisions.append(
        DecisionLog.Fact(
          subject: subjectNumber(fact, store), validFrom: fact.validFrom, validUntil: fact.validUntil))
    }
    learn(facts, store)
    return rows
  }

  private func subjectNumber(_ fact: FactRow, _ store: Int) -> UInt64 {
    let store = benefits.stores[store]
    return store.schema.subject == .region ? store.regions[Int(fact.subject)] : UInt64(fact.subject)
  }

  /// Facts came or went: whoever they may concern is decided again in every open cycle that reads such facts.
  private mutating func learn(_ facts: [FactRow], _ store: Int) {
    for cycle in benefits.kept where isOpenToLearn(cycle) && benefits.reads(cycle, schema: store) {
      let due = benefits.cycles[cycle].record.due.days
      let facts = facts.filter { $0.validFrom <= due && due <= $0.validUntil }
      switch benefits.stores[store].schema.subject {
      case .family: for fact in facts { markPending(family: AccountNumber(fact.subject), in: cycle) }
      case .person: for fact in facts { benefits.cycles[cycle].markPending(Int(fact.subject)) }
      case .region: markPending(regions: Set(facts.map { benefits.stores[store].regions[Int($0.subject)] }), in: cycle)
      case .event: break
      }
    }
  }

  /// Everybody who lives in one of these regions, in one pass however many they are.
  private mutating func markPending(regions: Set<UInt64>, in cycle: Int) {
    guard !regions.isEmpty else { return }
    let cutOff = benefits.cycles[cycle].record.cutOff
    let population = population
    for row in 0..<accounts.count where accounts[row].kind == .family {
      let family = AccountNumber(UInt32(row))
      guard let home = Region(raw: population.home(of: family, at: cutOff)),
        Region.Level.allCases.contains(where: { home.ancestor(at: $0).map { regions.contains($0.raw) } ?? false })
      else { continue }
      markPending(family: family, in: cycle)
    }
  }
}

extension BenefitState {
  /// Whether a cycle's rules read facts of this schema.
  fileprivate func reads(_ cycle: Int, schema: Int) -> Bool {
    let name = stores[schema].schema.name
    return programme(ofCycle: cycle).facts.contains { $0.schema == name }
  }
}

extension DecisionLog.Fact {
  fileprivate func subject(_ kind: FactSchema.Subject) -> FactSubject? {
    switch kind {
    case .family: UInt32(exactly: subject).map { .family(AccountNumber($0)) }
    case .person: UInt32(exactly: subject).map { .person(PersonNumber($0)) }
    case .region: Region(raw: subject).map(FactSubject.region)
    case .event: nil
    }
  }
}

extension FactSchema {
  /// A table can hold it and rules can read it; an event's key names its fields, and events list nothing.
  fileprivate var isSound: Bool {
    do throws(RuleError) {
      try record.validate()
    } catch {
      return false
    }
    guard record.fields.allSatisfy({ $0.type.fitsSealed }), !record.name.utf8.isEmpty else { return false }
    guard subject == .event else { return key.isEmpty }
    return !key.isEmpty && key.allSatisfy { record.index(of: $0) != nil }
      && record.fields.allSatisfy { $0.type.column != nil }
  }
}

extension FieldType {
  /// Families list at most as many people as they can have, many times over.
  fileprivate var fitsSealed: Bool {
    if case .records(_, let max) = self { max <= 255 } else { true }
  }
}
