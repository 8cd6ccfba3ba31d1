/// What a test is about, so that two tests about the same can be told.
indirect enum Operand: Equatable, Sendable {
  case input(Int)
  case local(Int)
  case field(Operand, Int)
  case presence(Operand, Int)
  case childrenPresence(Int)
  case series(Int)
  case age(Operand, Operand)
  case province(Operand)

  /// `nil` for anything computed in another way.
  init?(_ term: Term) {
    switch term.node {
    case .input(let input): self = .input(input)
    case .local(let local): self = .local(local)
    case .field(let record, let field):
      guard let record = Operand(record) else { return nil }
      self = .field(record, field)
    case .hasField(let record, let field):
      guard let record = Operand(record) else { return nil }
      self = .presence(record, field)
    case .hasChildren(let list): self = .childrenPresence(list)
    case .receives(let series): self = .series(series)
    case .call(.age, let arguments):
      guard let born = Operand(arguments[0]), let day = Operand(arguments[1]) else { return nil }
      self = .age(born, day)
    case .call(.province, let arguments):
      guard let region = Operand(arguments[0]) else { return nil }
      self = .province(region)
    default: return nil
    }
  }
}

extension Term {
  /// Every value the term can have, as far as its type and its schema say.
  var universe: IntegerSet {
    switch node {
    case .field(let record, let field):
      guard case .record(let type) = record.type else { return .all }
      return type.fields[field].type.universe
    case .call(.age, _): return IntegerSet(-9_998...9_998)
    default: return type == .bool ? IntegerSet(0...1) : .all
    }
  }
}

extension FieldType {
  /// The numbers that stand for the field's values.
  var universe: IntegerSet {
    switch self {
    case .bool: IntegerSet(0...1)
    case .int(let min, let max): IntegerSet(min...max)
    case .enumeration(let words): IntegerSet(1...Int64(words.count))
    case .date: IntegerSet(Int64(CivilDate.earliest.days)...Int64(CivilDate.latest.days))
    case .rupiah, .region, .text, .records: .all
    }
  }
}
