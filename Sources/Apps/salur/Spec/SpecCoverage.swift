import Coding
import Ledger
import Model
import Presentation

/// Which of a programme's rules and limits a spec's cases have tried, both ways.
struct SpecCoverage {
  private let programme: Programme
  /// By eligibility rule, then by payment rule: cases in which it held, and in which it did not.
  private var held: [Int]
  private var failed: [Int]
  /// By payment rule: cases it was paid in.
  private var paid: [Int]
  /// By group: cases it was full in; and those with too many members.
  private var groups: [Int]
  private var members = 0

  init(_ programme: Programme) {
    self.programme = programme
    held = Array(repeating: 0, count: programme.eligible.count + programme.pay.count)
    failed = held
    paid = Array(repeating: 0, count: programme.pay.count)
    groups = Array(repeating: 0, count: programme.limits.groups.count)
  }

  mutating func add(_ explanation: DecisionExplanation) {
    for (index, rule) in explanation.rules.enumerated() {
      if rule.answer == .yes { held[index] += 1 }
      if rule.answer == .no { failed[index] += 1 }
    }
    for (index, rule) in programme.pay.enumerated() {
      let payments = explanation.payments.filter { $0.rule.id == rule.id }
      let place = programme.eligible.count + index
      if payments.contains(where: { $0.answer == .yes }) { held[place] += 1 }
      if payments.contains(where: { $0.answer == .no }) { failed[place] += 1 }
      if explanation.verdict == .yes, payments.contains(where: { $0.use == .counted }) { paid[index] += 1 }
      if payments.contains(where: { $0.use == .groupIsFull }),
        let group = programme.limits.groups.firstIndex(where: { $0.name == rule.group })
      {
        groups[group] += 1
      }
    }
    if explanation.payments.contains(where: { $0.use == .tooManyMembers }) { members += 1 }
  }

  /// One thing to try, and how often it was.
  private struct Item {
    let name: String
    let kind: Phrase
    /// Nil where it cannot happen.
    let counts: [Int?]
  }

  private var items: [Item] {
    var items = programme.eligible.enumerated().map { index, rule in
      Item(
        name: rule.id.string, kind: SpecPhrase.eligible,
        counts: [held[index], canFail(rule.when) ? failed[index] : nil, nil])
    }
    items += programme.pay.enumerated().map { index, rule in
      let place = programme.eligible.count + index
      return Item(
        name: rule.id.string, kind: SpecPhrase.pay,
        counts: [held[place], canFail(rule.when) ? failed[place] : nil, paid[index]])
    }
    items += zip(programme.limits.groups, groups).map { group, count in
      Item(name: group.name.string, kind: SpecPhrase.group, counts: [nil, nil, count])
    }
    if programme.limits.members != nil {
      items.append(Item(name: "members", kind: SpecPhrase.members, counts: [nil, nil, members]))
    }
    return items
  }

  private func canFail(_ rule: Text) -> Bool { rule != "true" }

  /// How much of what there is to try was tried, rounded down.
  var percent: Int {
    let counts = items.flatMap(\.counts).compactMap(\.self)
    return counts.isEmpty ? 100 : counts.count { $0 > 0 } * 100 / counts.count
  }

  func table(_ language: Language) -> TextTable {
    var table = TextTable([
      ("", .left), ("", .left), (SpecPhrase.held.text(language), .right), (SpecPhrase.failed.text(language), .right),
      (SpecPhrase.paid.text(language), .right),
    ])
    for item in items {
      table.add([item.kind.text(language), item.name] + item.counts.map { $0.map { $0 == 0 ? "0 !" : "\($0)" } ?? "" })
    }
    return table
  }

  var json: JSON {
    [
      "percent": JSON(percent),
      "items": .array(
        items.map { item in
          [
            "kind": .string(item.kind.english), "name": .string(item.name), "held": JSON(item.counts[0]) { JSON($0) },
            "failed": JSON(item.counts[1]) { JSON($0) }, "paid": JSON(item.counts[2]) { JSON($0) },
          ]
        }),
    ]
  }
}
