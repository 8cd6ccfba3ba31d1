import Coding
import Model
import Rules

/// What a programme's rules may name, in the order of the environment's inputs: its facts, then the built-in names.
///
/// | name | type | is |
/// |---|---|---|
/// | each of `facts` | its schema's record | the fact about the registrant, its family or its home |
/// | `due` | date | the cycle's due day |
/// | `home` | region | where the registrant's family lives |
/// | `event` | the feed's record | the event as its sources agreed on it; triggers only |
/// | `affected` | bool | whether `home` lies in a region the event names; triggers only |
/// | the name `each` gives | the child record | one member, in payment rules; where the programme decides about persons, the person's own row, in every rule |
///
/// A trigger's condition sees `event` and nothing else, because it is asked before any registrant is looked at.
public struct ProgrammeInputs: Sendable {
  /// What eligibility rules may name, and payment rules where they speak of the registrant itself.
  public let registrant: Environment
  /// The same and a member: what payment rules may name.
  public let payment: Environment
  /// What a trigger's condition may name.
  public let event: Environment?
  /// The schema of each of the programme's facts.
  public let schemas: [FactSchema]
  /// The family record's children that `each` names, as the position of the fact and of its field.
  public let members: (fact: Int, field: Int)?
  /// How often each payment rule is asked of one registrant at most.
  public let mostMembers: Int

  public static let due: Text = "due"
  public static let home: Text = "home"
  public static let eventName: Text = "event"
  public static let affected: Text = "affected"

  private static let builtIn = [due, home, eventName, affected]
}

extension ProgrammeInputs {
  /// Builds the environments, or says which facts, feed or member name stand in the way.
  ///
  /// - Parameter series: the series that `receives()` may ask about.
  init(_ programme: Programme, schemas known: [FactSchema], series: [Text]) throws(ProgrammeError) {
    var problems: [ProgrammeProblem] = []
    var environment = Environment(series: series)
    schemas = Self.facts(of: programme, known, declaring: &environment, &problems)
    Self.declare(Self.due, .date, at: .due, in: &environment, &problems)
    Self.declare(Self.home, .region, at: .due, in: &environment, &problems)
    event = Self.event(of: programme, known, declaring: &environment, &problems)
    let withoutMember = environment
    guard problems.isEmpty else { throw ProgrammeError(problems: problems) }
    members = Self.members(of: programme, schemas, declaring: &environment, &problems)
    registrant = programme.unit == .family ? withoutMember : environment
    payment = environment
    mostMembers = programme.unit == .family ? Self.most(members, schemas) : 1
    guard problems.isEmpty else { throw ProgrammeError(problems: problems) }
  }

  private static func facts(
    of programme: Programme, _ known: [FactSchema], declaring environment: inout Environment,
    _ problems: inout [ProgrammeProblem]
  ) -> [FactSchema] {
    var schemas: [FactSchema] = []
    for (index, fact) in programme.facts.enumerated() {
      guard let schema = known.first(where: { $0.name == fact.schema }) else {
        problems.append(
          ProgrammeProblem(
            .fact(index), Phrase("tidak ada skema '\(fact.schema)'", "there is no schema '\(fact.schema)'"),
            remedy(among: known) { $0 != .event }))
        continue
      }
      guard programme.unit.admits(schema.subject) else {
        problems.append(
          ProgrammeProblem(
            .fact(index),
            Phrase(
              "'\(fact.schema)' bukan tentang yang diputuskan program ini",
              "'\(fact.schema)' is not about what this programme decides about"),
            programme.unit == .family
              ? Phrase("baca fakta tentang keluarga atau wilayah", "read facts about families or regions")
              : Phrase(
                "baca fakta tentang orang, keluarga atau wilayah", "read facts about persons, families or regions")))
        continue
      }
      guard !builtIn.contains(fact.name) else {
        problems.append(
          ProgrammeProblem(
            .fact(index),
            Phrase(
              "'\(fact.name)' sudah berarti sesuatu bagi semua aturan",
              "'\(fact.name)' already means something to every rule"), Phrase("pilih nama lain", "choose another name"))
        )
        continue
      }
      schemas.append(schema)
      declare(fact.name, .record(schema.record), at: .fact(index), in: &environment, &problems)
    }
    return schemas
  }

  private static func event(
    of programme: Programme, _ known: [FactSchema], declaring environment: inout Environment,
    _ problems: inout [ProgrammeProblem]
  ) -> Environment? {
    guard case .trigger(let trigger) = programme.due else { return nil }
    guard let feed = known.first(where: { $0.name == trigger.feed && $0.subject == .event }) else {
      problems.append(
        ProgrammeProblem(
          .feed, Phrase("tidak ada sumber peristiwa '\(trigger.feed)'", "there is no event feed '\(trigger.feed)'"),
          remedy(among: known) { $0 == .event }))
      return nil
    }
    var event = Environment()
    declare(eventName, .record(feed.record), at: .feed, in: &event, &problems)
    declare(eventName, .record(feed.record), at: .feed, in: &environment, &problems)
    declare(affected, .bool, at: .feed, in: &environment, &problems)
    return event
  }

  private static func members(
    of programme: Programme, _ schemas: [FactSchema], declaring environment: inout Environment,
    _ problems: inout [ProgrammeProblem]
  ) -> (fact: Int, field: Int)? {
    guard let each = programme.each else { return nil }
    for (fact, schema) in schemas.enumerated() where schema.subject == .family {
      for (field, declaration) in schema.record.fields.enumerated() {
        guard case .records(let member, _) = declaration.type else { continue }
        declare(each.name, .record(member), at: .each, in: &environment, &problems)
        return (fact, field)
      }
    }
    problems.append(
      ProgrammeProblem(
        .each,
        Phrase(
          "tidak ada anggota yang dapat dinamai '\(each.name)'", "there are no members for '\(each.name)' to name"),
        Phrase(
          "baca fakta keluarga yang memuat daftar anggotanya", "read a fact about families that lists their members"))
    )
    return nil
  }

  private static func most(_ members: (fact: Int, field: Int)?, _ schemas: [FactSchema]) -> Int {
    guard let members, case .records(_, let most) = schemas[members.fact].record.fields[members.field].type else {
      return 1
    }
    return most
  }

  private static func declare(
    _ name: Text, _ type: Type, at part: ProgrammePart, in environment: inout Environment,
    _ problems: inout [ProgrammeProblem]
  ) {
    do throws(RuleError) {
      try environment.declare(name, type)
    } catch {
      problems.append(ProgrammeProblem(part, error.message, Phrase("pilih nama lain", "choose another name")))
    }
  }

  private static func remedy(among known: [FactSchema], _ fits: (FactSchema.Subject) -> Bool) -> Phrase {
    var names = ""
    for schema in known where fits(schema.subject) { names += (names.isEmpty ? "" : ", ") + schema.name.string }
    let register = Phrase("daftarkan skemanya dulu", "register the schema first")
    return names.isEmpty ? register : register + Phrase(", atau pakai \(names)", ", or use \(names)")
  }
}

extension RegistrantUnit {
  /// Whether a programme deciding about these units may read facts about such a subject.
  func admits(_ subject: FactSchema.Subject) -> Bool {
    switch subject {
    case .family, .region: true
    case .person: self == .person
    case .event: false
    }
  }
}
