import Coding

/// Where compiled rules run: inputs, columns and working memory of one thread. Evaluating allocates nothing.
///
/// Bind columns once per chunk of rows, then change rows only:
///
/// ```swift
/// var frame = Frame(rules)                              // once per thread
/// for column in rules.columns { frame.bind(column: column, to: base(of: column)) }
/// frame.set(due, to: date)
/// for row in 0..<rows {
///   frame.setRow(family, row)
///   frame.setChildren(members, first: firstMember[row], count: memberCount[row])
///   switch frame.evaluate(0) { … }
/// }
/// ```
///
/// An input of record type reads row `row` of the columns from its `firstColumn` on; a variable for one member is an
/// input of the member's record type bound to the member table's columns. Columns lie as `ColumnType` says, naturally
/// aligned. A record that is absent whole is a row of absent patterns; child rows of such a record are set absent too.
public struct Frame: ~Copyable {
  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  @usableFromInline let columns: UnsafeMutablePointer<UnsafeRawPointer>
  @usableFromInline let series: UnsafeMutablePointer<UInt8>
  @usableFromInline let firstChildren: Int
  let code: UnsafePointer<Instruction>
  let handlers: UnsafePointer<Handler>
  let layouts: UnsafePointer<ElementLayout>
  let entries: UnsafePointer<UInt32>
  let pending: UnsafeMutablePointer<PendingError>
  let ages: UnsafeMutablePointer<AgeMemory>
  let arena: UnsafeMutableRawPointer
  public let rules: RuleSet

  var arenaUsed = 0
  /// Steps the last evaluation took; never more than its rule's `cost` while inputs keep their declared sizes.
  public internal(set) var steps: Int64 = 0
  /// The instruction the last error came from.
  var errorPosition = 0
  /// The value the last evaluation of a rule that is no test left.
  var result = Slot()

  struct PendingError: BitwiseCopyable {
    var fault = Fault.missing
    var detail: UInt16 = 0
    var position: UInt32 = 0
  }

  /// Birth days between which an age lies in a range, on the day remembered.
  struct AgeMemory: BitwiseCopyable {
    var day = Int64.min
    var earliest: Int32 = 0
    var latest: Int32 = 0
  }

  public init(_ rules: RuleSet) {
    let environment = rules.environment
    self.rules = rules
    code = UnsafePointer(rules.code)
    handlers = UnsafePointer(rules.handlers)
    layouts = UnsafePointer(rules.layouts)
    entries = UnsafePointer(rules.entries)
    firstChildren = environment.inputs.count
    arena = .allocate(byteCount: rules.arenaBytes + 64, alignment: 16)
    arena.initializeMemory(as: UInt8.self, repeating: 0, count: rules.arenaBytes + 64)
    slots = .allocate(capacity: rules.firstConstant + rules.constants.count + 1)
    slots.initialize(repeating: Slot(), count: rules.firstConstant + rules.constants.count + 1)
    columns = .allocate(capacity: environment.columns.count + 1)
    columns.initialize(repeating: UnsafeRawPointer(arena), count: environment.columns.count + 1)
    series = .allocate(capacity: environment.series.count + 1)
    series.initialize(repeating: SeriesAnswer.undecided.rawValue, count: environment.series.count + 1)
    pending = .allocate(capacity: Profile.maxDepth * 2)
    pending.initialize(repeating: PendingError(), count: Profile.maxDepth * 2)
    ages = .allocate(capacity: rules.ageMemories + 1)
    ages.initialize(repeating: AgeMemory(), count: rules.ageMemories + 1)
    for (index, slot) in rules.constants.enumerated() { slots[rules.firstConstant + index] = slot }
    for (index, input) in environment.inputs.enumerated() {
      slots[index] = Slot(0, UInt32(truncatingIfNeeded: input.firstColumn))
    }
    for list in environment.children.indices { slots[firstChildren + list] = Slot(0, Slot.absent) }
  }

  deinit {
    slots.deallocate()
    columns.deallocate()
    series.deallocate()
    pending.deallocate()
    ages.deallocate()
    arena.deallocate()
  }
}

/// What `receives(series)` answers about the registrant being decided.
public enum SeriesAnswer: UInt8, Sendable {
  case no, yes, undecided
}

// MARK: - Inputs

extension Frame {
  /// Says where a column's element 0 lies; `ColumnType` says how.
  @inlinable
  public mutating func bind(column: Int, to base: UnsafeRawPointer) {
    columns[column] = base
  }

  /// Says which row of its columns a record input is.
  @inlinable
  public mutating func setRow(_ input: Int, _ row: Int) {
    slots[input].bits = Int64(row)
  }

  /// Says which rows of its columns a list of child rows is.
  @inlinable
  public mutating func setChildren(_ list: Int, first: Int, count: Int) {
    slots[firstChildren + list] = Slot(Int64(first), UInt32(truncatingIfNeeded: count))
  }

  /// The whole list is absent, as its record is: walking through it is an error, unlike through an empty list.
  @inlinable
  public mutating func setChildrenAbsent(_ list: Int) {
    slots[firstChildren + list] = Slot(0, Slot.absent)
  }

  @inlinable
  public mutating func set(_ input: Int, to date: CivilDate) {
    slots[input] = Slot(Int64(date.days))
  }

  /// Sets an input of type int, rupiah or bool (0 or 1).
  @inlinable
  public mutating func set(_ input: Int, to number: Int64) {
    slots[input] = Slot(number)
  }

  @inlinable
  public mutating func set(_ input: Int, to region: Region) {
    slots[input] = Slot(Int64(region.raw))
  }

  @inlinable
  public mutating func set(_ input: Int, to time: Timestamp) {
    slots[input] = Slot(time.seconds, time.nanoseconds)
  }

  @inlinable
  public mutating func setSeries(_ index: Int, to answer: SeriesAnswer) {
    series[index] = answer.rawValue
  }
}
