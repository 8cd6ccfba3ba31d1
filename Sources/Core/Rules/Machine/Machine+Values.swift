import Coding

/// The operations outside the hot loop: values, text, lists, times.
extension Frame {
  enum Step {
    case next
    case jump
    /// The answer of a test.
    case answer(Bool)
    case fail(Fault, UInt16)

    static func fail(_ fault: Fault) -> Step { .fail(fault, 0) }
  }

  @inline(never)
  mutating func slowStep(_ i: UnsafePointer<Instruction>) -> Step {
    let instruction = i.pointee
    let a = slots[Int(instruction.a)]
    let b = slots[Int(instruction.b)]
    switch instruction.operation {
    case .fail: return .fail(Fault(rawValue: instruction.flag) ?? .cost)
    case .move: return write(instruction, a)
    case .setWord: return write(instruction, Slot(instruction.x))
    case .increment:
      slots[Int(instruction.c)].bits += 1
      return .next

    case .loadText: return loadText(instruction, a)
    case .testTextPresent: return .answer(text(instruction, a).load(as: UInt8.self) != .max)
    case .testChildren: return .answer(a.count != Slot.absent && a.count > 0)

    case .testWords: return compare(instruction, a.bits < b.bits ? -1 : a.bits > b.bits ? 1 : 0)
    case .testTimes: return compare(instruction, a.time < b.time ? -1 : b.time < a.time ? 1 : 0)
    case .testTexts:
      charge(text: min(a.size, b.size))
      return compare(instruction, order(a.utf8, b.utf8))
    case .testEqual:
      return .answer(areEqual(a, b, rules.shapes[Int(instruction.x)]))
    case .testInList:
      let shape = rules.shapes[Int(instruction.x)]
      for index in 0..<b.size where areEqual(a, b.elements[index], shape) { return .answer(true) }
      return .answer(false)
    case .testInMap: return .answer(find(a, in: b) != nil)
    case .testStarts:
      charge(text: min(a.size, b.size))
      return .answer(b.size <= a.size && order(UnsafeBufferPointer(rebasing: a.utf8.prefix(b.size)), b.utf8) == 0)
    case .testEnds:
      charge(text: min(a.size, b.size))
      return .answer(b.size <= a.size && order(UnsafeBufferPointer(rebasing: a.utf8.suffix(b.size)), b.utf8) == 0)
    case .testContains:
      steps += Cost.search(a.size, b.size) - 1
      return .answer(contains(a.utf8, b.utf8))
    case .testRegion:
      return .answer(Region.contains(UInt64(bitPattern: a.bits), in: UInt64(bitPattern: b.bits)))

    case .add, .subtract, .multiply, .divide, .remainder, .negate: return arithmetic(instruction, a.bits, b.bits)
    case .timePlusSpan: return write(instruction, a.time.adding(b.span))
    case .timeMinusSpan:
      // The lowest span has no opposite, and reaches past the calendar from anywhere.
      return b.bits == .min ? .fail(.overflow) : write(instruction, a.time.adding(TimeSpan(nanoseconds: -b.bits)))
    case .timeMinusTime:
      guard let span = a.time.subtracting(b.time) else { return .fail(.overflow) }
      return write(instruction, Slot(span.nanoseconds))
    case .age:
      let age = CivilDate.age(
        born: Int32(truncatingIfNeeded: a.bits), on: Int32(truncatingIfNeeded: b.bits))
      return write(instruction, Slot(Int64(age)))
    case .province: return write(instruction, Slot(a.bits - a.bits % Int64(Region.Level.province.unit)))

    case .element:
      guard b.bits >= 0, b.bits < Int64(a.count) else { return .fail(.indexOutOfRange) }
      return write(instruction, a.elements[Int(b.bits)])
    case .childElement:
      guard a.count != Slot.absent else { return .fail(.missing, listColumn(instruction.y)) }
      guard b.bits >= 0, b.bits < Int64(a.count) else { return .fail(.indexOutOfRange) }
      return write(instruction, Slot(a.bits + b.bits, UInt32(truncatingIfNeeded: instruction.x)))
    case .key:
      guard let index = find(b, in: a) else { return .fail(.noSuchKey) }
      return write(instruction, a.elements[index * 2 + 1])
    case .wordOfCode:
      guard a.bits >= 1, a.bits <= Int64(b.count) else { return .fail(.conversion) }
      return write(instruction, b.elements[Int(a.bits) - 1])
    case .call: return call(instruction, a, b)

    case .joinText: return joinText(instruction, a, b)
    case .joinLists: return joinLists(instruction, a, b)
    case .newList: return newList(instruction, slots: Int(instruction.x))
    case .newMap: return newList(instruction, slots: Int(instruction.x) * 2)
    case .newListLike:
      let count = a.count == Slot.absent ? 0 : a.size
      steps += Int64(count)
      return newList(instruction, slots: count)
    case .append:
      append(a, to: &slots[Int(instruction.c)])
      return .next
    case .put: return put(instruction, a, b)
    case .gatherRows: return gatherRows(instruction, a)

    case .itemsBegin:
      slots[Int(instruction.b)] = a
      guard a.count > 0 else { return .jump }
      slots[Int(instruction.c)] = a.elements[0]
      steps += 1
      return .next
    case .itemsNext: return nextItem(instruction)

    default: preconditionFailure("this operation belongs to the hot loop")
    }
  }

  func write(_ instruction: Instruction, _ slot: Slot) -> Step {
    slots[Int(instruction.c)] = slot
    return .next
  }

  private func write(_ instruction: Instruction, _ time: Timestamp?) -> Step {
    guard let time else { return .fail(.overflow) }
    return write(instruction, Slot(time))
  }

  private func compare(_ instruction: Instruction, _ sign: Int) -> Step {
    .answer((Order(rawValue: instruction.flag) ?? .equal).holds(sign))
  }

  /// What text costs beyond the step already charged.
  private mutating func charge(text bytes: Int) {
    steps += Cost.text(bytes) - 1
  }

  private func arithmetic(_ instruction: Instruction, _ a: Int64, _ b: Int64) -> Step {
    let (value, overflow): (Int64, Bool)
    switch instruction.operation {
    case .add: (value, overflow) = a.addingReportingOverflow(b)
    case .subtract: (value, overflow) = a.subtractingReportingOverflow(b)
    case .multiply: (value, overflow) = a.multipliedReportingOverflow(by: b)
    case .negate: (value, overflow) = Int64(0).subtractingReportingOverflow(a)
    default:
      guard b != 0 else { return .fail(.divisionByZero) }
      (value, overflow) =
        instruction.operation == .divide
        ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
    }
    return overflow ? .fail(.overflow) : write(instruction, Slot(value))
  }

  private func text(_ instruction: Instruction, _ record: Slot) -> UnsafeRawPointer {
    columns[Int(record.count) + Int(instruction.b)] + Int(truncatingIfNeeded: record.bits) * Int(instruction.x)
  }

  private func loadText(_ instruction: Instruction, _ record: Slot) -> Step {
    let text = text(instruction, record)
    let count = text.load(as: UInt8.self)
    guard Int(count) < Int(instruction.x) else {
      return .fail(.missing, UInt16(truncatingIfNeeded: record.count) &+ instruction.b)
    }
    return write(instruction, Slot(text + 1, count: Int(count)))
  }
}

// MARK: - Text

extension Frame {
  /// Negative, zero or positive, by code points, which is by bytes.
  private func order(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Int {
    for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
    return a.count < b.count ? -1 : a.count > b.count ? 1 : 0
  }

  private func contains(_ hay: UnsafeBufferPointer<UInt8>, _ needle: UnsafeBufferPointer<UInt8>) -> Bool {
    guard needle.count <= hay.count else { return false }
    for start in 0...hay.count - needle.count {
      var length = 0
      while length < needle.count, hay[start + length] == needle[length] { length += 1 }
      if length == needle.count { return true }
    }
    return false
  }

  /// Bytes of the arena, charged before they are given; `nil` when the data is larger than declared.
  private mutating func allocate(bytes: Int) -> UnsafeMutableRawPointer? {
    let rounded = (bytes + 15) & ~15
    guard arenaUsed + rounded <= rules.arenaBytes + 64 else { return nil }
    defer { arenaUsed += rounded }
    return arena + arenaUsed
  }

  private mutating func joinText(_ instruction: Instruction, _ a: Slot, _ b: Slot) -> Step {
    charge(text: a.size + b.size)
    guard let memory = allocate(bytes: a.size + b.size) else { return .fail(.cost) }
    if let base = a.utf8.baseAddress { memory.copyMemory(from: base, byteCount: a.size) }
    if let base = b.utf8.baseAddress { (memory + a.size).copyMemory(from: base, byteCount: b.size) }
    return write(instruction, Slot(memory, count: a.size + b.size))
  }

  mutating func write(_ instruction: Instruction, _ text: ShortText) -> Step {
    steps += Cost.conversion - 1
    guard let memory = allocate(bytes: text.count) else { return .fail(.cost) }
    text.copy(to: memory)
    return write(instruction, Slot(memory, count: text.count))
  }
}

// MARK: - Lists and maps

extension Frame {
  /// Compares by content, charging one step for every word and text that is looked at beyond the first.
  private mutating func areEqual(_ a: Slot, _ b: Slot, _ shape: Shape) -> Bool {
    steps += 1
    switch shape.kind {
    case .word: return a.bits == b.bits
    case .time: return a.bits == b.bits && a.count == b.count
    case .text:
      guard a.count == b.count else { return false }
      charge(text: a.size)
      return order(a.utf8, b.utf8) == 0
    case .list:
      guard a.count == b.count else { return false }
      let element = rules.shapes[Int(shape.element)]
      for index in 0..<a.size where !areEqual(a.elements[index], b.elements[index], element) { return false }
      return true
    case .map:
      guard a.count == b.count else { return false }
      let value = rules.shapes[Int(shape.element)]
      for index in 0..<a.size {
        guard let other = find(a.elements[index * 2], in: b),
          areEqual(a.elements[index * 2 + 1], b.elements[other * 2 + 1], value)
        else { return false }
      }
      return true
    }
  }

  /// The position of the entry with that key.
  private mutating func find(_ key: Slot, in map: Slot) -> Int? {
    for index in 0..<map.size {
      let other = map.elements[index * 2]
      steps += Cost.text(min(key.size, other.size))
      if key.count == other.count, order(key.utf8, other.utf8) == 0 { return index }
    }
    return nil
  }

  private mutating func newList(_ instruction: Instruction, slots: Int) -> Step {
    guard let memory = allocate(bytes: slots * MemoryLayout<Slot>.stride) else { return .fail(.cost) }
    return write(instruction, Slot(memory, count: 0))
  }

  private func append(_ element: Slot, to list: inout Slot) {
    UnsafeMutablePointer(mutating: list.elements)[list.size] = element
    list.count += 1
  }

  private mutating func put(_ instruction: Instruction, _ key: Slot, _ value: Slot) -> Step {
    let map = slots[Int(instruction.c)]
    if instruction.flag == 1, find(key, in: map) != nil { return .fail(.duplicateKey) }
    let entries = UnsafeMutablePointer(mutating: map.elements)
    entries[map.size * 2] = key
    entries[map.size * 2 + 1] = value
    slots[Int(instruction.c)].count += 1
    return .next
  }

  private mutating func joinLists(_ instruction: Instruction, _ a: Slot, _ b: Slot) -> Step {
    steps += Int64(a.size + b.size)
    guard let memory = allocate(bytes: (a.size + b.size) * MemoryLayout<Slot>.stride) else { return .fail(.cost) }
    var list = Slot(memory, count: 0)
    for index in 0..<a.size { append(a.elements[index], to: &list) }
    for index in 0..<b.size { append(b.elements[index], to: &list) }
    return write(instruction, list)
  }

  /// Child rows as a list of records.
  private mutating func gatherRows(_ instruction: Instruction, _ rows: Slot) -> Step {
    guard rows.count != Slot.absent else { return .fail(.missing, listColumn(UInt64(instruction.b))) }
    steps += Int64(rows.count)
    guard let memory = allocate(bytes: rows.size * MemoryLayout<Slot>.stride) else { return .fail(.cost) }
    var list = Slot(memory, count: 0)
    for index in 0..<rows.size {
      append(Slot(rows.bits + Int64(index), UInt32(truncatingIfNeeded: instruction.x)), to: &list)
    }
    return write(instruction, list)
  }

  private mutating func nextItem(_ instruction: Instruction) -> Step {
    let stride = instruction.flag == 1 ? 2 : 1
    var rest = slots[Int(instruction.b)]
    rest.count -= 1
    rest.bits += Int64(stride * MemoryLayout<Slot>.stride)
    slots[Int(instruction.b)] = rest
    guard rest.count > 0 else { return .next }
    steps += 1
    guard steps <= Int64(Profile.maxCost) else { return .fail(.cost) }
    slots[Int(instruction.c)] = rest.elements[0]
    return .jump
  }
}
