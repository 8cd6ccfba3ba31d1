import Coding
import Rules

// The canonical bytes of a programme: arrays in field order, version first (docs/FORMATS.md).

extension Programme: CBORCodable {
  /// The most canonical bytes a programme may have.
  public static let maximumBytes = 56 << 10
  private static let fieldCount = 15

  public func encode(to w: inout CBORWriter) {
    w.array(Self.fieldCount)
    w.unsigned(1)
    w.name(series)
    w.name(version)
    title.encode(to: &w)
    fund.encode(to: &w)
    w.unsigned(UInt64(unit.rawValue))
    w.list(facts)
    due.encode(to: &w)
    w.list(eligible)
    w.optional(each?.name) { $0.name($1) }
    w.unsigned(UInt64(choose.rawValue))
    w.list(pay)
    limits.encode(to: &w)
    spend.encode(to: &w)
    appeal.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: Self.fieldCount)
    series = try r.name()
    version = try r.name()
    title = try Words(from: &r)
    fund = try FundRule(from: &r)
    unit = try r.choice(RegistrantUnit.self)
    facts = try r.list(FactInput.self, max: 8)
    due = try DueRule(from: &r)
    eligible = try r.list(EligibilityRule.self, max: 64)
    each = try r.optional { r throws(CodingError) in MemberInput(name: try r.name()) }
    choose = try r.choice(Choice.self)
    pay = try r.list(PaymentRule.self, max: 64)
    limits = try PaymentLimits(from: &r)
    spend = try SpendRule(from: &r)
    appeal = try AppealRule(from: &r)
  }
}

extension FundRule: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    cap.encode(to: &w)
    w.unsigned(UInt64(onShortfall.rawValue))
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    self.init(cap: try Rupiah(from: &r), onShortfall: try r.choice(Shortfall.self))
  }
}

extension FactInput: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    w.name(name)
    w.name(schema)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    self.init(name: try r.name(), schema: try r.name())
  }
}

extension EligibilityRule: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.name(id)
    say.encode(to: &w)
    w.name(when)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    self.init(id: try r.name(), say: try Words(from: &r), when: try r.name(max: 16384))
  }
}

extension PaymentRule: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(5)
    w.name(id)
    say.encode(to: &w)
    amount.encode(to: &w)
    w.optional(group) { $0.name($1) }
    w.name(when)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 5)
    self.init(
      id: try r.name(), say: try Words(from: &r), amount: try Rupiah(from: &r), group: try r.optionalName(),
      when: try r.name(max: 16384))
  }
}

extension PaymentLimits: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    w.array(groups.count)
    for group in groups {
      w.array(2)
      w.name(group.name)
      w.unsigned(UInt64(group.count))
    }
    w.optional(members) { $0.unsigned(UInt64($1)) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    var groups: [Group] = []
    for _ in 0..<(try r.array(max: 16)) {
      try r.array(exactly: 2)
      groups.append(Group(name: try r.name(), count: try r.unsigned()))
    }
    let members: UInt8? = try r.nullIfPresent() ? nil : r.unsigned()
    self.init(groups: groups, members: members)
  }
}

extension SpendRule: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    w.bool(cashOut)
    cashOutFeeCap.encode(to: &w)
    w.list(allow)
    expires.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 4)
    self.init(
      cashOut: try r.bool(), cashOutFeeCap: try Rupiah(from: &r), allow: try r.list(Allowed.self, max: 32),
      expires: try Period(from: &r))
  }
}

extension SpendRule.Allowed: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    w.list(categories)
    w.optional(licence) { $0.name($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    self.init(categories: try r.list(MerchantCategory.self, max: 32), licence: try r.optionalName())
  }
}
