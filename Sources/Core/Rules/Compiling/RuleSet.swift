import Coding

/// Rules of one environment, compiled together: one block of code, run in `Frame`s on any number of threads.
public final class RuleSet: @unchecked Sendable {
  // Unchecked, because the pointers below are written in `init` only and freed in `deinit`.
  public let environment: Environment
  public let rules: [Rule]
  /// The columns any of the rules reads, ascending: those a `Frame` must have bound.
  public let columns: [Int]

  let code: UnsafeMutablePointer<Instruction>
  let handlers: UnsafeMutablePointer<Handler>
  let shapes: UnsafeMutablePointer<Shape>
  let layouts: UnsafeMutablePointer<ElementLayout>
  let entries: UnsafeMutablePointer<UInt32>
  let offsets: [UInt32]
  let constants: [Slot]
  let firstConstant: Int
  let ageMemories: Int
  let arenaBytes: Int
  /// By rule; empty where they are not traced.
  let branches: [[TracedBranch]]
  private let store = SlotStore()

  /// Compiles rules checked in this environment.
  ///
  /// - Parameter isTracing: whether a frame is to know which branches were taken. Answers are the same, and later.
  /// - Throws: an error of kind `cost` when all of them together are too large for one set.
  public init(_ rules: [Rule], in environment: Environment, isTracing: Bool = false) throws(RuleError) {
    var generator = CodeGenerator(environment, store, isTracing: isTracing)
    var entries: [UInt32] = []
    var branches: [[TracedBranch]] = []
    var columns: Set<Int> = []
    for rule in rules {
      entries.append(UInt32(truncatingIfNeeded: generator.rule(rule.foldedTerm)))
      columns.formUnion(rule.columns)
      branches.append(generator.branches)
    }
    guard generator.builder.fits else {
      throw RuleError(
        .cost,
        Phrase(
          "aturan-aturan ini bersama terlalu besar: tulis konstanta lebih sedikit atau lebih pendek",
          "these rules are too large together: write fewer or shorter constants"))
    }
    generator.builder.link()
    let builder = generator.builder
    self.environment = environment
    self.rules = rules
    self.branches = branches
    self.columns = columns.sorted()
    code = RuleSet.copy(builder.instructions)
    handlers = RuleSet.copy(builder.handlers)
    shapes = RuleSet.copy(builder.shapes)
    layouts = RuleSet.copy(ElementLayout.all)
    self.entries = RuleSet.copy(entries)
    offsets = builder.offsets
    constants = builder.constants
    firstConstant = environment.inputs.count + environment.children.count + builder.temporaries
    ageMemories = builder.ageMemories
    arenaBytes = rules.reduce(0) { max($0, $1.cost) } * MemoryLayout<Slot>.stride
  }

  deinit {
    code.deallocate()
    handlers.deallocate()
    shapes.deallocate()
    layouts.deallocate()
    entries.deallocate()
  }

  private static func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() { (memory + index).initialize(to: element) }
    return memory
  }
}
