import Coding
import Model
import Rules

/// Makes up a registry: plausible families in real villages, the same ones from the same seed on every machine.
///
/// Any family can be generated on its own, so many threads can share the work. Shares and ages are round figures
/// inspired by public statistics, good enough to exercise rules and budgets; nobody in it exists.
public struct RegistryGenerator: Sendable {
  public let seed: UInt64
  public let layout: RegistryLayout
  /// The day on which ages and school grades are as generated.
  public let asOf: CivilDate

  private let villages: VillagePicker
  private let familyFields: [FamilyField]
  private let memberFields: [MemberField]
  private let studentFields: [StudentField]
  private let words: GeneratedWords

  /// - Parameters:
  ///   - family: a family schema with the fields of `dtsen.family/1` in any order; other optional fields stay absent.
  ///   - student: a person schema with the fields of `dapodik.student/1`.
  /// - Throws: where a schema has a field the generator cannot fill, or lacks a word it uses.
  public init(
    seed: UInt64, regions: RegionCatalogue, family: FactSchema, student: FactSchema, asOf: CivilDate
  ) throws(GeneratorError) {
    guard let layout = RegistryLayout(family) else {
      throw GeneratorError("\(family.name) is no schema of families with one list of members")
    }
    self.seed = seed
    self.layout = layout
    self.asOf = asOf
    guard let villages = VillagePicker(regions) else { throw GeneratorError("the list of regions has no villages") }
    self.villages = villages
    familyFields = try fields(family.record, besides: layout.members)
    memberFields = try fields(layout.member)
    studentFields = try fields(student.record)
    words = try GeneratedWords(member: layout.member, student: student.record)
  }

  /// The n-th family, from 0.
  public func family(_ index: Int) -> GeneratedFamily {
    var random = SeededRandom(seed: seed, index: UInt64(index))
    let card = Self.firstNumber + UInt64(index) * Self.numbersPerFamily
    let region = villages.pick(&random)
    let people = Household(&random)
    let decile = Int64(1 + random.below(10))
    // What newer schemas ask is drawn apart, so that a seed's families stay the same in all of them.
    var later = SeededRandom(seed: ~seed, index: UInt64(index))
    var members: [RegistryMember] = []
    var students: [GeneratedFamily.Student] = []
    members.reserveCapacity(people.count)
    for position in 0..<people.count {
      let person = GeneratedPerson(people[position], decile: decile, &random)
      members.append(
        RegistryMember(person: card + 1 + UInt64(position), values: memberFields.map { value($0, of: person, &later) }))
      if person.school >= .sd && person.school <= .smk {
        students.append(.init(member: position, values: studentFields.map { value($0, of: person) }))
      }
    }
    let values = familyFields.map { field -> FactValue in
      switch field {
      case .decile: FactValue.int(decile)
      case .listed: .bool(later.happens(perMille: (4...8).contains(decile) ? 60 : 10))
      case .absent: .absent
      }
    }
    return GeneratedFamily(
      family: RegistryFamily(card: card, region: region, values: values, members: members), students: students)
  }

  /// Card and person numbers have sixteen digits as real ones do, and begin as no real one does.
  private static let firstNumber: UInt64 = 9_900_000_000_000_000
  private static let numbersPerFamily: UInt64 = 32
}

/// A made-up family, and what the schools' register says about its pupils.
public struct GeneratedFamily: Hashable, Sendable {
  public let family: RegistryFamily
  public let students: [Student]

  public struct Student: Hashable, Sendable {
    /// The position among the family's members.
    public let member: Int
    /// One value a field of the student schema, in its order.
    public let values: [FactValue]
  }
}

/// Why the generator cannot fill a schema.
public struct GeneratorError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

// MARK: - Values in a schema's order

extension RegistryGenerator {
  private func value(_ field: MemberField, of person: GeneratedPerson, _ later: inout SeededRandom) -> FactValue {
    switch field {
    case .born: .date(person.born(asOf: asOf))
    case .job: .code(words.jobs[person.job.rawValue])
    case .school: .code(words.schools[person.school.rawValue])
    case .grade: .int(person.grade)
    case .attendance: person.attendance.map { .int($0) } ?? .absent
    case .pregnancy: .int(person.pregnancy)
    case .disability: .code(words.disabilities[person.disability.rawValue])
    case .orphan: .code(words.orphans[person.age < 18 ? later.pick(Self.orphans) : 0])
    case .absent: .absent
    }
  }

  /// Of a thousand children: none, father, mother, both.
  private static let orphans = WeightedTable([966, 22, 10, 2])

  private func value(_ field: StudentField, of person: GeneratedPerson) -> FactValue {
    switch field {
    case .school: .code(words.studentSchools[person.school.rawValue])
    case .grade: .int(person.grade)
    case .proposed: .bool(person.isProposed)
    case .attendance: person.attendance.map { .int($0) } ?? .absent
    case .absent: .absent
    }
  }
}

private enum FamilyField: String, CaseIterable {
  case decile, absent
  case listed = "listed_by_village"
}

private enum MemberField: String, CaseIterable {
  case born, job, school, grade, disability, orphan, absent
  case attendance = "attendance_pct"
  case pregnancy = "pregnancy_no"
}

private enum StudentField: String, CaseIterable {
  case school, grade, proposed, absent
  case attendance = "attendance_pct"
}

/// What fills each field of a record.
private func fields<Field: RawRepresentable>(
  _ record: RecordType, besides members: Int? = nil
) throws(GeneratorError) -> [Field] where Field.RawValue == String {
  var fields: [Field] = []
  for (index, field) in record.fields.enumerated() {
    if let known = Field(rawValue: field.name.string), index != members {
      fields.append(known)
    } else if index == members || field.optional {
      fields.append(Field(rawValue: "absent")!)
    } else {
      throw GeneratorError("nobody knows how to make up '\(field.name)' of \(record.description)")
    }
  }
  return fields
}
