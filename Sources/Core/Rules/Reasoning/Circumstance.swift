/// Something a rule reads that could be otherwise.
public enum Circumstance: Hashable, Sendable {
  /// A field of a record, or of one element of a list. The element behind the last one is one that is not there yet.
  case field(column: Int, element: Int?)
  /// An input that is a single value: the due day, the region a family lives in.
  case input(Int)
  /// What another series has decided.
  case series(Int)
  /// How many elements a list has.
  case count(list: Int)
}

/// What a rule reads, as it is.
public struct Circumstances: Sendable {
  public let environment: Environment
  private var values: [Circumstance: Value] = [:]
  private var memberships: [Int: Membership] = [:]

  /// An input that only says whether a region lies in one of several.
  struct Membership: Sendable {
    let region: Circumstance
    let regions: IntegerSet
  }

  public init(_ environment: Environment) {
    self.environment = environment
  }

  /// Nil where nobody has said.
  public subscript(circumstance: Circumstance) -> Value? {
    get { values[circumstance] }
    set { values[circumstance] = newValue }
  }

  /// Says that an input is true where another one, a region, lies in one of these.
  public mutating func define(_ input: Int, asWhether region: Int, liesIn regions: [Region]) {
    memberships[input] = Membership(
      region: .input(region), regions: IntegerSet(joining: regions.map(\.extent)))
  }

  func membership(_ input: Int) -> Membership? { memberships[input] }

  func number(_ circumstance: Circumstance) -> Int64? {
    guard let value = values[circumstance], let type = environment.fieldType(of: circumstance) else { return nil }
    return value.number(as: type)
  }
}

extension Value {
  /// The value as a number in memory; of an enumeration, its word's place from 1.
  func number(as type: FieldType) -> Int64? {
    if case .string(let word) = self, case .enumeration(let words) = type {
      return words.firstIndex(of: word).map { Int64($0) + 1 }
    }
    return word
  }
}

extension Environment {
  /// The type of a circumstance as a field would have it; nil for inputs no field could hold.
  public func fieldType(of circumstance: Circumstance) -> FieldType? {
    switch circumstance {
    case .field(let column, _): return field(of: column)?.type
    case .series: return .bool
    case .count(let list): return .int(min: 0, max: Int64(children[list].max))
    case .input(let input):
      switch inputs[input].type {
      case .bool: return .bool
      case .date: return .date
      case .region: return .region
      case .rupiah: return .rupiah
      case .int: return .int(min: -.max, max: .max)
      default: return nil
      }
    }
  }
}

extension Region {
  /// The codes of the region and of everything in it.
  public var extent: ClosedRange<Int64> { Int64(raw)...Int64(raw + level.unit - 1) }
}
