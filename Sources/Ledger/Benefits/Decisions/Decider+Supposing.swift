import Model
import Rules

/// The elements of one column that a rule can see.
struct ColumnElements {
  let column: Int
  let type: FieldType
  let base: UnsafeRawPointer
  let first: Int
  let count: Int
  let isList: Bool
  /// Whether it belongs to a fact, and not to an event.
  let isFact: Bool

  var stride: Int { type.column!.stride }

  func address(of index: Int) -> UnsafeRawPointer { base + (first + index) * stride }
}

extension Decider {
  /// - Parameter member: the position of the member that payment rules are being asked about.
  func elements(ofColumn column: Int, member: Int?) -> ColumnElements? {
    let environment = plan.environment
    let place = environment.columns[column]
    guard let type = environment.field(of: column)?.type, type.column != nil else { return nil }
    func found(
      _ base: UnsafeRawPointer, _ first: Int, count: Int = 1, isList: Bool = false, isFact: Bool = true
    ) -> ColumnElements {
      ColumnElements(
        column: column, type: type, base: base, first: first, count: count, isList: isList, isFact: isFact)
    }
    if let child = place.child {
      guard let list = environment.children(of: place.input, field: place.field) else { return nil }
      let (base, first, count) = elements(list, child: child)
      return found(base, first, count: count, isList: true)
    }
    if place.input < plan.stores.count {
      let row = factRows[place.input]
      guard let values = plan.stores[place.input].columns[place.field] else { return nil }
      return found(values.base(ofChunk: max(0, row) >> 12), row < 0 ? RawColumn.absentRow : row & 4095)
    }
    if place.input == plan.memberInput, let list = plan.memberList, members.count > 0 {
      return found(elements(list, child: place.field).base, members.first + (member ?? 0))
    }
    if let event = plan.event, place.input == plan.eventInput {
      return found(event.columns[place.field].base(ofChunk: 0), 0, isFact: false)
    }
    return nil
  }

  func home(of account: AccountNumber) -> Region? { Region(raw: plan.population.home(of: account, at: plan.cutOff)) }

  func answer(_ series: Int, _ inquiry: Inquiry) -> SeriesAnswer {
    plan.series.first { $0.series == series }?.answer(registrant: inquiry.registrant, account: inquiry.account)
      ?? .undecided
  }
}

// MARK: - Supposing

/// A column's elements with other values in their place.
private struct SupposedColumn {
  let column: Int
  let original: ColumnElements
  let memory: UnsafeMutableRawPointer

  /// - Parameter count: how many elements there are to be; those behind the original ones are absent.
  init(_ original: ColumnElements, count: Int) {
    column = original.column
    self.original = original
    let stride = original.stride
    memory = .allocate(byteCount: (count + 1) * stride, alignment: 16)
    memory.copyMemory(from: original.address(of: 0), byteCount: min(count, original.count) * stride)
    for index in min(count, original.count)..<count + 1 {
      _ = original.type.encode(nil, to: memory + index * stride)
    }
  }

  /// Where element 0 of the whole column would lie.
  var base: UnsafeRawPointer { UnsafeRawPointer(memory) - original.first * original.stride }
}

extension Decider {
  /// What a rule says about somebody, supposing that these circumstances are otherwise.
  mutating func evaluate(_ inquiry: Inquiry, supposing assumptions: [Remedy.Assumption]) -> Outcome {
    var columns: [SupposedColumn] = []
    var counts: [(list: Int, count: Int)] = []
    let assumptions = assumptions.map { inList($0, inquiry) }
    for assumption in assumptions {
      enlarge(for: assumption.circumstance, assumption.value, &counts, inquiry, &columns)
    }
    var isPossible = true
    for assumption in assumptions {
      isPossible = suppose(assumption, &columns, counts, inquiry) && isPossible
    }
    for column in columns { bind(column, to: column.base, inquiry) }
    for (list, count) in counts { frame.setChildren(list, first: listRange(list).first, count: count) }
    let outcome = isPossible ? frame.evaluate(inquiry.rule) : .no
    for column in columns {
      bind(column, to: column.original.base, inquiry)
      column.memory.deallocate()
    }
    restore(inquiry, counts)
    return outcome
  }

  /// A member's own field as the same field in the family's list, which is where it lies.
  private func inList(_ assumption: Remedy.Assumption, _ inquiry: Inquiry) -> Remedy.Assumption {
    guard case .field(let column, nil) = assumption.circumstance, let list = plan.memberList else { return assumption }
    let place = plan.environment.columns[column]
    guard place.input == plan.memberInput, place.child == nil else { return assumption }
    let element = members.first + (inquiry.member ?? 0) - listRange(list).first
    let first = plan.environment.children[list].firstColumn
    return Remedy.Assumption(.field(column: first + place.field, element: element), assumption.value)
  }

  /// Makes room in a list for an element behind the last one, or for another number of them.
  private func enlarge(
    for circumstance: Circumstance, _ value: Value?, _ counts: inout [(list: Int, count: Int)], _ inquiry: Inquiry,
    _ columns: inout [SupposedColumn]
  ) {
    let environment = plan.environment
    let (list, count): (Int, Int)
    switch circumstance {
    case .count(let number):
      guard case .int(let wanted) = value else { return }
      (list, count) = (number, Int(wanted))
    case .field(let column, let element?):
      let place = environment.columns[column]
      guard let number = environment.children(of: place.input, field: place.field), element >= listCount(number) ?? 0
      else { return }
      (list, count) = (number, element + 1)
    default: return
    }
    guard !counts.contains(where: { $0.list == list }) else { return }
    counts.append((list, count))
    let first = environment.children[list].firstColumn
    for column in first..<first + environment.children[list].type.fields.count
    where !columns.contains(where: { $0.column == column }) {
      guard let elements = elements(ofColumn: column, member: inquiry.member) else { continue }
      columns.append(SupposedColumn(elements, count: count))
    }
  }

  /// - Returns: false where the field cannot hold the value.
  private mutating func suppose(
    _ assumption: Remedy.Assumption, _ columns: inout [SupposedColumn], _ counts: [(list: Int, count: Int)],
    _ inquiry: Inquiry
  ) -> Bool {
    switch (assumption.circumstance, assumption.value) {
    case (.field(let column, let element), let value):
      guard let elements = elements(ofColumn: column, member: inquiry.member) else { return false }
      if !columns.contains(where: { $0.column == column }) {
        columns.append(SupposedColumn(elements, count: elements.count))
      }
      let copy = columns.first { $0.column == column }!
      return elements.type.encode(value, to: copy.memory + (element ?? 0) * elements.stride) == nil
    case (.input(plan.dueInput), .date(let day)?): frame.set(plan.dueInput, to: day)
    case (.input(plan.homeInput), .region(let home)?): setHome(home)
    case (.series(let series), .bool(let answer)?): frame.setSeries(series, to: answer ? .yes : .no)
    case (.count, .int?): return true
    default: return false
    }
    return true
  }

  /// Binds a list's column, and the member's own, which is the same one.
  private mutating func bind(_ column: SupposedColumn, to base: UnsafeRawPointer, _ inquiry: Inquiry) {
    frame.bind(column: column.column, to: base)
    let place = plan.environment.columns[column.column]
    guard let child = place.child, let list = plan.memberList,
      plan.environment.children(of: place.input, field: place.field) == list
    else { return }
    frame.bind(column: plan.environment.inputs[plan.memberInput].firstColumn + child, to: base)
  }

  private mutating func restore(_ inquiry: Inquiry, _ counts: [(list: Int, count: Int)]) {
    for (list, _) in counts {
      if let count = listCount(list) {
        frame.setChildren(list, first: listRange(list).first, count: count)
      } else {
        frame.setChildrenAbsent(list)
      }
    }
    frame.set(plan.dueInput, to: plan.due)
    if let home = home(of: inquiry.account) { setHome(home) }
    for series in plan.series { frame.setSeries(series.series, to: answer(series.series, inquiry)) }
  }
}
