import Coding
import Model
import Programmes
import Rules

/// What the rules of one decision read, and which value of a field would make a rule hold that does not.
public struct DecisionTrace: Sendable {
  /// By eligibility rule, then by payment as `DecisionExplanation.payments` lists them.
  public let eligible: [[Reading]]
  public let payments: [[Reading]]

  /// One field a rule read.
  public struct Reading: Sendable {
    /// As an author writes it: `family.decile`, `family.members.job`, `m.born`.
    public let path: String
    /// The schema of the fact it belongs to; nil for what is public, as an event is.
    public let schema: Text?
    /// Which of the family's people it is about, by position.
    public let member: Int?
    public let type: FieldType
    /// Nil where nobody has said.
    public let value: Value?
    /// Values that would make the rule hold, everything else being as it is; as `number(of:)` counts them. Empty where
    /// it holds already, or no value would.
    public let turning: [ClosedRange<Int64>]
  }
}

extension DecisionPlan {
  func trace(_ registrant: UInt32) -> DecisionTrace? {
    guard let account = account(of: Int(registrant)) else { return nil }
    var decider = Decider(self)
    _ = decider.decide(Int(registrant), account: account)
    let eligible = (0..<eligibilityRules).map { decider.readings(of: $0, member: nil) }
    var payments: [[DecisionTrace.Reading]] = []
    let asked = memberFact == nil ? 1 : decider.peopleAsked(Int(registrant), account: account).count
    for member in 0..<asked {
      if memberFact != nil { decider.frame.setRow(memberInput, decider.members.first + member) }
      payments += compiled.programme.pay.indices.map {
        decider.readings(of: eligibilityRules + $0, member: memberFact == nil ? nil : member)
      }
    }
    return DecisionTrace(eligible: eligible, payments: payments)
  }
}

extension Decider {
  /// The elements of one column that a rule can see, and how to put others in their place.
  private struct Elements {
    let column: Int
    let type: FieldType
    let base: UnsafeRawPointer
    let first: Int
    let count: Int
    /// The position of the first element's person, where they are people's.
    let member: Int?
  }

  /// - Parameter member: the position of the member that payment rules are being asked about.
  fileprivate mutating func readings(of rule: Int, member: Int?) -> [DecisionTrace.Reading] {
    let columns = plan.compiled.rules.rules[rule].columns
    let holds = frame.evaluate(rule) == .yes
    return columns.flatMap { column -> [DecisionTrace.Reading] in
      guard let elements = elements(ofColumn: column, member: member) else { return [] }
      return (0..<elements.count).map { reading($0, elements, rule, isTurning: !holds) }
    }
  }

  private func elements(ofColumn column: Int, member: Int?) -> Elements? {
    let environment = plan.environment
    let place = environment.columns[column]
    guard let type = environment.field(of: column)?.type, type.column != nil else { return nil }
    if let child = place.child {
      guard let list = environment.children(of: place.input, field: place.field) else { return nil }
      let (base, first, count) = elements(list, child: child)
      return Elements(column: column, type: type, base: base, first: first, count: count, member: 0)
    }
    if place.input < plan.stores.count {
      let row = factRows[place.input]
      guard let values = plan.stores[place.input].columns[place.field] else { return nil }
      return Elements(
        column: column, type: type, base: values.base(ofChunk: max(0, row) >> 12),
        first: row < 0 ? RawColumn.absentRow : row & 4095, count: 1, member: nil)
    }
    if place.input == plan.memberInput, let list = plan.memberList, members.count > 0 {
      let base = elements(list, child: place.field).base
      return Elements(
        column: column, type: type, base: base, first: members.first + (member ?? 0), count: 1, member: member)
    }
    if let event = plan.event, place.input == plan.eventInput {
      return Elements(
        column: column, type: type, base: event.columns[place.field].base(ofChunk: 0), first: 0, count: 1, member: nil)
    }
    return nil
  }

  private mutating func reading(
    _ index: Int, _ elements: Elements, _ rule: Int, isTurning: Bool
  ) -> DecisionTrace.Reading {
    let place = plan.environment.columns[elements.column]
    let stride = elements.type.column!.stride
    let value = elements.type.decode(elements.base + (elements.first + index) * stride)
    let fact = place.input < plan.stores.count ? place.input : place.input == plan.memberInput ? plan.memberFact : nil
    return DecisionTrace.Reading(
      path: plan.environment.path(of: elements.column), schema: fact.map { plan.stores[$0].schema.name },
      member: elements.member.map { $0 + index }, type: elements.type, value: value,
      turning: isTurning && value != nil && fact != nil ? turning(index, elements, rule) : [])
  }

  /// Tries every value the field can have in one element's place.
  private mutating func turning(_ index: Int, _ elements: Elements, _ rule: Int) -> [ClosedRange<Int64>] {
    guard let candidates = elements.type.candidates(around: plan.due) else { return [] }
    let type = elements.type.column!
    let copy = UnsafeMutableRawPointer.allocate(byteCount: (elements.count + 1) * type.stride, alignment: 16)
    defer { copy.deallocate() }
    copy.copyMemory(from: elements.base + elements.first * type.stride, byteCount: elements.count * type.stride)
    frame.bind(column: elements.column, to: UnsafeRawPointer(copy) - elements.first * type.stride)
    defer { frame.bind(column: elements.column, to: elements.base) }
    var ranges: [ClosedRange<Int64>] = []
    for number in candidates {
      type.write(elements.type.value(numbered: number), to: copy + index * type.stride)
      guard frame.evaluate(rule) == .yes else { continue }
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges
  }
}

extension FieldType {
  /// All values of the field as numbers, where they can be tried one by one: whole numbers as they are, dates as days
  /// since 1970, words by their place from 1, truth as 0 and 1.
  fileprivate func candidates(around day: CivilDate) -> ClosedRange<Int64>? {
    switch self {
    case .bool: 0...1
    case .int(let min, let max): max - min <= 20_000 ? min...max : nil
    case .date: Int64(day.days) - 44_000...Int64(day.days) + 366
    case .enumeration(let words): 1...Int64(words.count)
    case .rupiah, .region, .text, .records: nil
    }
  }

  fileprivate func value(numbered number: Int64) -> FactValue {
    switch self {
    case .bool: .bool(number == 1)
    case .date: CivilDate(days: Int32(number)).map { .date($0) } ?? .absent
    case .enumeration: .code(UInt16(number))
    default: .int(number)
    }
  }
}
