import Coding
import Model
import Rules

/// What a programme is expected to decide, case by case: a YAML file beside it (`docs/PROGRAMMES.md`).
public struct ProgrammeSpec: Sendable {
  public let cases: [Case]

  /// One family on one due day.
  public struct Case: Sendable {
    public let name: Text
    /// Where the case stands in its file.
    public let line: Int
    public let due: CivilDate
    public let home: Region
    /// How many people are on the family's card.
    public let people: Int
    public let facts: [Fact]
    /// Which of the people is decided about, from 1, where the programme decides about persons.
    public let person: Int
    public let receives: [(series: Text, answer: SeriesAnswer)]
    public let event: Event?
    public let expect: Expectation
  }

  public struct Fact: Sendable {
    public let schema: FactSchema
    public let validFrom: CivilDate
    /// People in lists are numbered from 0, in their order.
    public let values: [FactValue]
  }

  public struct Event: Sendable {
    public let feed: FactSchema
    public let values: [FactValue]
    public let regions: [Region]
  }

  /// What must come out; nil is not looked at.
  public struct Expectation: Sendable {
    public let verdict: Verdict
    public let payments: [Payment]?
    public let uncounted: [Payment]?
    public let why: [(rule: Text, answer: Bool)]
  }

  public enum Verdict: Hashable, Sendable {
    case amount(Int64)
    /// The eligibility rule that says no; nil where no payment applies.
    case refused(by: Text?)
    case waits(for: Text)
    /// The event does not set the programme off.
    case notSetOff
  }

  /// A payment rule and the place of the member it pays for, from 1; 0 where it speaks of the registrant itself.
  public struct Payment: Hashable, Sendable {
    public let rule: Text
    public let member: Int
    /// Why it does not count; nil where it does.
    public let because: Cause?

    public init(rule: Text, member: Int, because: Cause?) {
      self.rule = rule
      self.member = member
      self.because = because
    }
  }

  public enum Cause: String, Hashable, Sendable, CaseIterable {
    case lower
    case groupFull = "group-full"
    case tooManyMembers = "too-many-members"
  }

  /// The programme a spec names, as it names it.
  public static func programme(file: String, bytes: [UInt8]) throws(DocumentError) -> String {
    try Document(file: file, bytes: bytes).read(as: .spec) { root in
      Fields(free: root, Phrase("spesifikasi", "a spec"))?.required("spec")?.word()
    }
  }

  /// - Parameters:
  ///   - programme: the one the spec is about.
  ///   - schemas: of its facts, and its feed.
  /// - Throws: everything that is wrong with the file at once.
  public init(
    file: String, bytes: [UInt8], programme: ProgrammeDocument, schemas: [FactSchema]
  ) throws(DocumentError) {
    let form = SpecForm(programme: programme, schemas: schemas)
    cases = try Document(file: file, bytes: bytes).read(as: .spec) { form.read($0) }
  }
}
