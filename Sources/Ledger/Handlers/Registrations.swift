import Coding
import Model
import Records
import Rules
import Signing
import Transparency

// Families entering the ledger, one at a time or in batches.

extension LedgerState {
  /// One family, with its holder's first key.
  mutating func register(
    sealed digest: Digest, key: PublicKey, _ attestation: Attestation, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.identity, context)
    let families = try plan([context.sealed[0]])
    try checkOfficers(.claims, context, at: block.time)
    // must succeed below
    count(.claims, context, at: block.time)
    let account = add(families[0], height: block.height)
    appendCredential(key, to: account, tier: attestation.tier)
    familiesRegistered(from: account, count: 1)
    return block.entries.append(context.receipt(.registered, account: account, time: block.time))
  }

  /// Many families under one signature. None has a credential until its holder claims it.
  mutating func registerBatch(
    root: Digest, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.identity, context)
    guard !context.sealed.isEmpty else { throw .batchEmpty }
    guard context.sealRoot == root else { throw .batchRootMismatch }
    let families = try plan(context.sealed)
    // must succeed below
    let first = AccountNumber(UInt32(accounts.count))
    for family in families { _ = add(family, height: block.height) }
    familiesRegistered(from: first, count: families.count)
    let notice = BatchNotice(
      agency: context.by, command: context.id, schema: nil, count: UInt32(families.count), root: root)
    return block.entries.append(PublicEntry(.batch, content: notice.encoded))
  }

  /// The most rows one batch may carry.
  public static let maximumBatch = 10_000

  /// A family whose registration has been checked.
  private struct PlannedFamily {
    let salt: Salt
    let region: Region
    let members: [Nullifier]
  }

  /// Reads every registration and checks that each person is new, among the others of the batch too.
  private func plan(_ slots: [SealedSlot]) throws(Rejection) -> [PlannedFamily] {
    var families: [PlannedFamily] = []
    families.reserveCapacity(slots.count)
    var seen = Set<Digest>(minimumCapacity: slots.count * 5)
    for slot in slots {
      guard let sealed = slot.content else { throw .sealedMissing }
      let registration: Registration
      do throws(CodingError) {
        registration = try Registration(encoded: sealed.content)
      } catch {
        throw .malformedRegistration
      }
      for member in registration.members {
        guard person(member) == nil, seen.insert(member.value).inserted else { throw .personAlreadyRegistered }
      }
      guard registration.region.level == .village else { throw .unknownRegion }
      families.append(
        PlannedFamily(salt: sealed.salt, region: registration.region, members: registration.members))
    }
    return families
  }

  private mutating func add(_ family: PlannedFamily, height: UInt64) -> AccountNumber {
    let account = AccountNumber(UInt32(accounts.count))
    var head = AccountRow()
    head.kind = .family
    head.salt = family.salt
    head.region = family.region.raw
    head.registeredAt = height
    head.firstMember = UInt32(members.count)
    head.memberCount = UInt16(family.members.count)
    accounts.append(head)
    money.addAccount()
    for nullifier in family.members { appendMember(addPerson(nullifier, family: account)) }
    return account
  }

  mutating func addPerson(_ nullifier: Nullifier, family: AccountNumber) -> PersonNumber {
    var row = PersonRow()
    row.nullifier = nullifier.value
    row.keyVersion = nullifier.keyVersion
    row.family = family
    let number = persons.append(row)
    let table = persons
    personIndex.insert(nullifier.value, row: number) { table[$0].nullifier }
    return PersonNumber(UInt32(number))
  }

  private mutating func appendMember(_ person: PersonNumber) {
    var row = MemberRow()
    row.person = person
    members.append(row)
  }

  /// A family's new composition or place. People named here leave their old family.
  mutating func changeFamily(
    _ number: AccountNumber, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.identity, context)
    guard let head = account(number), head.kind == .family else { throw .notAFamily }
    guard let sealed = context.sealed[0].content else { throw .sealedMissing }
    let change: FamilyChange
    do throws(CodingError) {
      change = try FamilyChange(encoded: sealed.content)
    } catch {
      throw .malformedFamilyChange
    }
    guard change.region.level == .village else { throw .unknownRegion }
    let distinct = change.members.indices.allSatisfy { i in
      !change.members[..<i].contains { $0.value == change.members[i].value }
    }
    guard distinct else { throw .malformedFamilyChange }
    // must succeed below
    let known = persons.count
    let people = change.members.map { person($0) ?? addPerson($0, family: number) }
    personsRegistered(known..<persons.count)
    let leaving = self.people(of: head).filter { !people.contains($0) }
    for person in leaving where persons[person.row].family == number { move(person, to: .none, block.height) }
    for person in people where persons[person.row].family != number { move(person, to: number, block.height) }
    setPeople(people, of: number)
    moveHouse(number, to: change.region, block.height)
    return block.entries.append(context.receipt(.familyChanged, account: number, time: block.time))
  }

  /// A person's number was corrected. Somebody who turns out to be registered twice is one person from now on, under the
  /// number that is right, and keeps the place that goes with it; nobody can be registered with the wrong one again.
  mutating func correctPerson(
    _ old: Nullifier, to new: Nullifier, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.identity, context)
    try requireApproval(context)
    guard old.value != new.value else { throw .malformedCorrection }
    guard let wrong = person(old) else { throw .unknownPerson }
    let right = person(new)
    // must succeed below
    let family = persons[wrong.row].family
    if right == nil {
      rename(wrong, to: new)
      // Keeps the old number from being registered again.
      let known = persons.count
      _ = addPerson(old, family: .none)
      personsRegistered(known..<persons.count)
    } else if family != .none {
      move(wrong, to: .none, block.height)
      setPeople(people(of: accounts[family.row]).filter { $0 != wrong }, of: family)
    }
    var receipt = context.receipt(.personCorrected, account: family == .none ? nil : family, time: block.time)
    receipt.person = right ?? wrong
    return block.entries.append(receipt)
  }

  private mutating func rename(_ person: PersonNumber, to nullifier: Nullifier) {
    persons.update(person.row) { row in
      row.nullifier = nullifier.value
      row.keyVersion = nullifier.keyVersion
    }
    let table = persons
    personIndex.insert(nullifier.value, row: person.row) { table[$0].nullifier }
  }

  /// A person leaves one family for another; whose the person was stays on record.
  private mutating func move(_ person: PersonNumber, to family: AccountNumber, _ height: UInt64) {
    let row = persons[person.row]
    var move = MoveRow()
    move.person = person
    move.family = row.family
    move.height = height
    move.previous = row.moved
    let moved = UInt32(moves.append(move))
    note(move)
    persons.update(person.row) { row in
      row.family = family
      row.moved = moved
    }
    guard row.family != .none, family != .none else { return }
    setPeople(people(of: accounts[row.family.row]).filter { $0 != person }, of: row.family)
  }

  /// Remembers who left a family: late facts about it may concern them.
  mutating func note(_ move: MoveRow) {
    if move.person != .none, move.family != .none { leavers[move.family.raw, default: []].append(move.person) }
  }

  private mutating func moveHouse(_ family: AccountNumber, to region: Region, _ height: UInt64) {
    let head = accounts[family.row]
    guard head.region != region.raw else { return }
    var move = MoveRow()
    move.family = family
    move.region = head.region
    move.height = height
    move.previous = head.moved
    let moved = UInt32(moves.append(move))
    accounts.update(family.row) { head in
      head.region = region.raw
      head.moved = moved
    }
  }

  /// Lists are never changed in place: the new one goes to the end.
  private mutating func setPeople(_ people: [PersonNumber], of family: AccountNumber) {
    let first = members.count
    for person in people { appendMember(person) }
    accounts.update(family.row) { head in
      head.firstMember = UInt32(first)
      head.memberCount = UInt16(people.count)
    }
  }
}
