/// Collects instructions, labels, slots and constants while rules are compiled.
struct CodeBuilder {
  private(set) var instructions: [Instruction] = []
  private(set) var handlers: [Handler] = []
  /// Byte offset in the rule's source, per instruction.
  private(set) var offsets: [UInt32] = []
  private(set) var constants: [Slot] = []
  private(set) var shapes: [Shape] = []
  private(set) var ageMemories = 0
  private var labels: [Int] = []
  private let firstTemporary: Int
  private var nextTemporary: Int
  private var temporaryLimit: Int

  /// Where the machine goes on after an error in what is emitted now; `resume` is a label.
  var handler = Handler()
  /// Where in the source what is emitted now stands.
  var offset = 0

  /// Constants are numbered from here until it is known how many temporaries come before them.
  private static let constantBase = 0x8000

  init(firstTemporary: Int) {
    self.firstTemporary = firstTemporary
    nextTemporary = firstTemporary
    temporaryLimit = firstTemporary
  }

  struct Label {
    fileprivate let index: Int
    var number: UInt32 { UInt32(index) }
  }

  mutating func label() -> Label {
    labels.append(-1)
    return Label(index: labels.count - 1)
  }

  mutating func place(_ label: Label) {
    labels[label.index] = instructions.count
  }

  mutating func emit(_ instruction: Instruction, to label: Label? = nil) {
    var instruction = instruction
    if let label { instruction.target = label.number }
    instructions.append(instruction)
    handlers.append(handler)
    offsets.append(UInt32(truncatingIfNeeded: offset))
  }

  mutating func constant(_ slot: Slot) -> UInt16 {
    constants.append(slot)
    return UInt16(truncatingIfNeeded: CodeBuilder.constantBase + constants.count - 1)
  }

  /// Which of the constants a number stands for.
  static func constantIndex(_ number: UInt16) -> Int { Int(number) - constantBase }

  /// The number of a type's shape.
  mutating func shape(_ type: Type) -> Int64 {
    let shape: Shape
    switch type {
    case .timestamp: shape = Shape(kind: .time)
    case .string: shape = Shape(kind: .text)
    case .list(let element): shape = Shape(kind: .list, element: UInt16(truncatingIfNeeded: self.shape(element)))
    case .map(let value): shape = Shape(kind: .map, element: UInt16(truncatingIfNeeded: self.shape(value)))
    default: shape = Shape(kind: .word)
    }
    if let index = shapes.firstIndex(of: shape) { return Int64(index) }
    shapes.append(shape)
    return Int64(shapes.count - 1)
  }

  // MARK: Temporaries

  mutating func temporary() -> UInt16 {
    nextTemporary += 1
    temporaryLimit = max(temporaryLimit, nextTemporary)
    return UInt16(truncatingIfNeeded: nextTemporary - 1)
  }

  var mark: Int { nextTemporary }

  /// Gives back the temporaries taken since.
  mutating func release(to mark: Int) {
    nextTemporary = mark
  }

  /// The number of one more memory for birth days.
  mutating func ageMemory() -> UInt16 {
    ageMemories += 1
    return UInt16(truncatingIfNeeded: ageMemories - 1)
  }

  // MARK: Linking

  var temporaries: Int { temporaryLimit - firstTemporary }

  /// Whether every slot has a number.
  var fits: Bool { temporaryLimit < CodeBuilder.constantBase && constants.count < CodeBuilder.constantBase / 2 }

  /// Turns labels into positions and constant numbers into slots.
  mutating func link() {
    for index in instructions.indices {
      switch instructions[index].operation {
      case .raisePending, .clearPending, .fail, .returnTrue, .returnFalse: break
      default: instructions[index].target = target(instructions[index].target)
      }
      relocate(&instructions[index].a)
      relocate(&instructions[index].b)
      relocate(&instructions[index].c)
      if handlers[index].depth != Handler.none { handlers[index].resume = position(handlers[index].resume) }
    }
  }

  /// Targets that are no positions: the rule ends with that answer.
  static let no: UInt32 = 0x7FFF_FFFE
  static let yes: UInt32 = 0x7FFF_FFFF

  private func target(_ label: UInt32) -> UInt32 {
    let position = position(label)
    guard Int(position) < instructions.count else { return position }
    switch instructions[Int(position)].operation {
    case .returnTrue: return CodeBuilder.yes
    case .returnFalse: return CodeBuilder.no
    default: return position
    }
  }

  private func position(_ label: UInt32) -> UInt32 {
    Int(label) < labels.count ? UInt32(truncatingIfNeeded: max(labels[Int(label)], 0)) : 0
  }

  private func relocate(_ operand: inout UInt16) {
    guard Int(operand) >= CodeBuilder.constantBase else { return }
    operand = UInt16(truncatingIfNeeded: Int(operand) - CodeBuilder.constantBase + temporaryLimit)
  }
}
