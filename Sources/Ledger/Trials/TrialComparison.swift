/// Who gains and who loses between two documents, and by how much, over all cycles that were tried.
public struct TrialComparison: Sendable, Equatable {
  /// Registrants whose entitlement changes, and by how many rupiah together, as amounts above zero.
  public struct Change: Sendable, Equatable {
    public var gains = TrialTally.Sum()
    public var losses = TrialTally.Sum()

    public init() {}

    mutating func add(_ difference: Int64) {
      if difference > 0 {
        gains.add(difference)
      } else if difference < 0 {
        losses.add(-difference)
      }
    }

    static func += (a: inout Change, b: Change) {
      a.gains += b.gains
      a.losses += b.losses
    }
  }

  public private(set) var total = Change()
  public private(set) var unchanged = 0
  /// Paid by the new document only, and by the old one only.
  public private(set) var new = 0
  public private(set) var gone = 0
  public private(set) var regions: [Change]
  public private(set) var classes: [Change]
  /// The largest gains, and the largest losses.
  public private(set) var most: [Example] = []
  public private(set) var least: [Example] = []

  /// One registrant's change. Nobody's name is known: `place` is where it stands in the registry.
  public struct Example: Sendable, Equatable {
    public var place: Int
    public let old: Int64
    public let new: Int64

    var difference: Int64 { new - old }
  }

  static let examples = 10

  public init(regions: Int, classes: Int) {
    self.regions = Array(repeating: Change(), count: regions)
    self.classes = Array(repeating: Change(), count: classes)
  }

  public mutating func add(old: Int64, new: Int64, region: Int32, kind: Int32, place: Int) {
    let difference = new - old
    guard difference != 0 else {
      unchanged += 1
      return
    }
    if old == 0 { self.new += 1 }
    if new == 0 { gone += 1 }
    total.add(difference)
    if region >= 0 { regions[Int(region)].add(difference) }
    if kind >= 0 { classes[Int(kind)].add(difference) }
    keep(Example(place: place, old: old, new: new))
  }

  private mutating func keep(_ example: Example) {
    if example.difference > 0 {
      Self.keep(example, in: &most) { $0.difference > $1.difference }
    } else {
      Self.keep(example, in: &least) { $0.difference < $1.difference }
    }
  }

  /// Keeps the list short and in order; of equals those that stand first in the registry.
  private static func keep(_ example: Example, in list: inout [Example], _ isBefore: (Example, Example) -> Bool) {
    if list.count == examples, !isBefore(example, list[examples - 1]) { return }
    let place = list.firstIndex { isBefore(example, $0) } ?? list.count
    list.insert(example, at: place)
    if list.count > examples { list.removeLast() }
  }

  /// Adds what was compared further down the registry, its places counted from there.
  public mutating func add(_ other: TrialComparison, placesBehind place: Int) {
    total += other.total
    unchanged += other.unchanged
    new += other.new
    gone += other.gone
    for index in regions.indices { regions[index] += other.regions[index] }
    for index in classes.indices { classes[index] += other.classes[index] }
    for var example in other.most + other.least {
      example.place += place
      keep(example)
    }
  }
}
