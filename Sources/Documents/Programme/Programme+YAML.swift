import Coding
import Model
import Rules

extension Programme {
  /// The programme in the form people write. Reading it back gives the same programme, though not the comments.
  public var yaml: String {
    var lines = [
      "programme: \(name(series))",
      "version: \(quoted(version))",
      "title: \(words(title))",
      "fund: {cap: \(fund.cap.amount), on_shortfall: \(fund.onShortfall == .wait ? "wait" : "share")}",
      "unit: \(unit == .family ? "family" : "person")",
      "facts: {\(facts.map { "\(name($0.name)): \(name($0.schema))" }.joined(separator: ", "))}",
    ]
    lines += due.yaml
    if !eligible.isEmpty { lines.append("eligible:") }
    lines += eligible.flatMap(\.yaml)
    if let each { lines.append("each: \(name(each.name))") }
    lines.append("choose: \(choose == .sum ? "sum" : each == nil ? "highest" : "highest-per-member")")
    lines.append("pay:")
    lines += pay.flatMap(\.yaml)
    if limits != PaymentLimits() { lines.append("limits: \(limits.yaml)") }
    lines += spend.yaml
    lines += appeal.yaml
    return lines.joined(separator: "\n") + "\n"
  }
}

extension AppealRule {
  fileprivate var yaml: [String] {
    ["appeal:", "  window: \(window)", "  answer: \(answer)"]
      + (deciders.isEmpty ? [] : ["  deciders:"])
      + deciders.map { "  - {region: \"\($0.region)\", agency: \(name($0.agency))}" }
      + (escalation.map { ["  escalate: \(name($0))"] } ?? [])
  }
}

extension DueRule {
  fileprivate var yaml: [String] {
    switch self {
    case .schedule(let schedule):
      let every = [Schedule.Every.month: "month", .quarter: "quarter", .year: "year"][schedule.every]!
      return [
        "schedule:", "  every: \(every)", "  due: {month: \(schedule.month), day: \(schedule.day)}",
        "  tz: \"\(schedule.offset)\"", "  from: \(schedule.from)", "  until: \(schedule.until)",
      ]
    case .trigger(let trigger):
      let quorum = "\"\(trigger.quorum) of \(trigger.sources)\""
      return [
        "trigger:", "  oracle: {feed: \(name(trigger.feed)), quorum: \(quorum), within: \(trigger.within)}",
      ]
        + (trigger.when.map { ["  when: \(quoted($0))"] } ?? [])
        + [
          "  instalments: [\(trigger.instalments.map(\.description).joined(separator: ", "))]",
          "  tz: \"\(trigger.offset)\"", "  from: \(trigger.from)", "  until: \(trigger.until)",
        ]
    }
  }
}

extension EligibilityRule {
  fileprivate var yaml: [String] {
    ["- id: \(name(id))", "  say: \(words(say))", "  when: \(quoted(when))"]
  }
}

extension PaymentRule {
  fileprivate var yaml: [String] {
    ["- id: \(name(id))", "  say: \(words(say))", "  amount: \(amount.amount)"]
      + (group.map { ["  group: \(name($0))"] } ?? []) + ["  when: \(quoted(when))"]
  }
}

extension PaymentLimits {
  fileprivate var yaml: String {
    var parts: [String] = []
    if !groups.isEmpty {
      parts.append("group: {\(groups.map { "\(name($0.name)): \($0.count)" }.joined(separator: ", "))}")
    }
    if let members { parts.append("members: \(members)") }
    return "{\(parts.joined(separator: ", ")), order: amount-desc-then-member}"
  }
}

extension SpendRule {
  fileprivate var yaml: [String] {
    let shops = allow.map { rule in
      let categories = rule.categories.map { "\"\($0)\"" }.joined(separator: ", ")
      return "  - {mcc: [\(categories)]\(rule.licence.map { ", licence: \(name($0))" } ?? "")}"
    }
    return ["spend:", "  cash_out: \(cashOut)"]
      + (cashOut ? ["  cash_out_fee: \(cashOutFeeCap.amount)"] : []) + (shops.isEmpty ? [] : ["  allow:"] + shops)
      + ["  expires: \(expires)", "  unspent: return-to-fund"]
  }
}

// MARK: - Text

private func words(_ words: Words) -> String {
  "{id: \(quoted(words.indonesian)), en: \(quoted(words.english))}"
}

/// A name as it is where YAML leaves it alone, else in quotes.
private func name(_ text: Text) -> String {
  let plain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"):
      true
    case UInt8(ascii: "-"): text.utf8.first != byte
    default: false
    }
  }
  return plain && PlainScalar(text.string) == .text ? text.string : quoted(text)
}

private func quoted(_ text: Text) -> String {
  var quoted = "\""
  for scalar in text.string.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case "\r": quoted += "\\r"
    case _
    where scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value)
      || scalar.value == 0xFEFF || scalar.value == 0x2028 || scalar.value == 0x2029:
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
