import Coding
import Documents
import Model
import Programmes
import Rules

/// Made-up families of four, laid out in columns as the ledger lays them out, for the rules of one programme.
final class BenchFacts {
  /// What one decision is about: its place in the families' and the pupils' columns.
  struct Registrant {
    let family: Int
    /// The person's row among all members, and among pupils; 0 where the programme decides about families.
    let member: Int
    let student: Int
    let home: Region
  }

  static let members = 4

  let registrants: [Registrant]
  private var bases: [(column: Int, base: UnsafeMutableRawPointer)] = []

  init(_ compiled: CompiledProgramme, _ generator: RegistryGenerator, families wanted: Int, studentSchema: Text) {
    var families: [GeneratedFamily] = []
    var next = 0
    while families.count < wanted {
      let family = generator.family(next)
      if family.family.members.count == Self.members { families.append(family) }
      next += 1
    }
    registrants = Self.registrants(compiled.programme.unit, families)
    let environment = compiled.rules.environment
    for column in compiled.rules.columns {
      guard let field = environment.field(of: column), let stride = field.type.column?.stride else { continue }
      let values = Self.values(of: column, compiled, families, generator.layout, studentSchema)
      let base = UnsafeMutableRawPointer.allocate(byteCount: values.count * stride, alignment: 16)
      for (row, value) in values.enumerated() {
        precondition(field.type.encode(Self.value(value, field.type), to: base + row * stride) == nil)
      }
      bases.append((column, base))
    }
  }

  deinit {
    for (_, base) in bases { base.deallocate() }
  }

  func bind(to frame: inout Frame) {
    for (column, base) in bases { frame.bind(column: column, to: base) }
  }

  private static func registrants(_ unit: RegistrantUnit, _ families: [GeneratedFamily]) -> [Registrant] {
    var registrants: [Registrant] = []
    var students = 0
    for (index, family) in families.enumerated() {
      let home = family.family.region
      if unit == .family { registrants.append(Registrant(family: index, member: 0, student: 0, home: home)) }
      for student in family.students where unit == .person {
        registrants.append(
          Registrant(family: index, member: index * members + student.member, student: students, home: home))
        students += 1
      }
    }
    return registrants
  }

  /// The column's values, one a row; a fact nobody makes up is absent in its only row.
  private static func values(
    of column: Int, _ compiled: CompiledProgramme, _ families: [GeneratedFamily], _ layout: RegistryLayout,
    _ studentSchema: Text
  ) -> [FactValue] {
    let place = compiled.rules.environment.columns[column]
    let facts = compiled.programme.facts
    let isMember = compiled.inputs.members != nil && place.input == compiled.rules.environment.inputs.count - 1
    if isMember || place.child != nil {
      return families.flatMap { $0.family.members.map { $0.values[place.child ?? place.field] } }
    }
    guard place.input < facts.count else { return [.absent] }
    if facts[place.input].schema == layout.schema.name { return families.map { $0.family.values[place.field] } }
    guard facts[place.input].schema == studentSchema else { return [.absent] }
    return families.flatMap { $0.students.map { $0.values[place.field] } }
  }

  private static func value(_ fact: FactValue, _ type: FieldType) -> Value? {
    switch (fact, type) {
    case (.bool(let value), _): .bool(value)
    case (.int(let value), _): .int(value)
    case (.date(let value), _): .date(value)
    case (.code(let value), .enumeration(let words)): .string(words[Int(value) - 1])
    case (.region(let value), _): .region(value)
    case (.text(let value), _): .string(value)
    default: nil
    }
  }
}
