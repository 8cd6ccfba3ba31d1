import Coding
import Rules
import Signing

/// An immutable rule document: who is paid, how much, when, and where it may be spent.
///
/// Its id is the digest of its canonical bytes; expressions are kept as source text, so the digest covers what the
/// official wrote. `docs/PROGRAMMES.md` explains the form people write.
public struct Programme: Hashable, Sendable {
  /// Its stable name across versions, `id.kemensos.pkh`.
  public var series: Text
  public var version: Text
  public var title: Words
  public var fund: FundRule
  public var unit: RegistrantUnit
  public var facts: [FactInput]
  public var due: DueRule
  public var eligible: [EligibilityRule]
  /// The name by which payment rules call a member of the family; nil where they speak of the registrant itself.
  public var each: MemberInput?
  public var choose: Choice
  public var pay: [PaymentRule]
  public var limits: PaymentLimits
  public var spend: SpendRule
  public var appeal: AppealRule

  public init(
    series: Text, version: Text, title: Words, fund: FundRule, unit: RegistrantUnit, facts: [FactInput], due: DueRule,
    eligible: [EligibilityRule], each: MemberInput?, choose: Choice, pay: [PaymentRule], limits: PaymentLimits,
    spend: SpendRule, appeal: AppealRule
  ) {
    self.series = series
    self.version = version
    self.title = title
    self.fund = fund
    self.unit = unit
    self.facts = facts
    self.due = due
    self.eligible = eligible
    self.each = each
    self.choose = choose
    self.pay = pay
    self.limits = limits
    self.spend = spend
    self.appeal = appeal
  }

  /// The digest of the canonical bytes.
  public var id: ProgrammeID { ProgrammeID(digest: SHA256.hash(encoded)) }
}

/// Names one programme document for ever.
public struct ProgrammeID: Hashable, Sendable {
  public let digest: Digest

  public init(digest: Digest) { self.digest = digest }
}

/// What a programme decides about.
public enum RegistrantUnit: UInt8, Sendable, CaseIterable {
  case family = 0
  case person = 1
}

/// One kind of fact the rules read, under the name they call it by.
public struct FactInput: Hashable, Sendable {
  public let name: Text
  /// `name/version` of the schema, as registered on the ledger.
  public let schema: Text

  public init(name: Text, schema: Text) {
    self.name = name
    self.schema = schema
  }
}

/// `each: m` — payment rules are asked of every member, under this name.
public struct MemberInput: Hashable, Sendable {
  public let name: Text

  public init(name: Text) { self.name = name }
}

/// A condition all must meet. The first that fails is the reason a registrant is told.
public struct EligibilityRule: Hashable, Sendable {
  public let id: Text
  public let say: Words
  public let when: Text

  public init(id: Text, say: Words, when: Text) {
    self.id = id
    self.say = say
    self.when = when
  }
}

/// An amount, paid where its condition holds. Money is written in the form and never computed by an expression.
public struct PaymentRule: Hashable, Sendable {
  public let id: Text
  public let say: Words
  public let amount: Rupiah
  /// Counted against a group limit, where the form names one.
  public let group: Text?
  public let when: Text

  public init(id: Text, say: Words, amount: Rupiah, group: Text?, when: Text) {
    self.id = id
    self.say = say
    self.amount = amount
    self.group = group
    self.when = when
  }
}

/// What to do where several payment rules hold.
public enum Choice: UInt8, Sendable, CaseIterable {
  /// One payment a member (or registrant without `each`): the highest that holds, the first written among equals.
  case highest = 0
  /// Every payment that holds.
  case sum = 1
}

/// How many payments one registrant may have. Candidates are taken by amount, highest first, then member order.
public struct PaymentLimits: Hashable, Sendable {
  public struct Group: Hashable, Sendable {
    public let name: Text
    public let count: UInt8

    public init(name: Text, count: UInt8) {
      self.name = name
      self.count = count
    }
  }

  public let groups: [Group]
  public let members: UInt8?

  public init(groups: [Group] = [], members: UInt8? = nil) {
    self.groups = groups
    self.members = members
  }
}
