import Coding
import Ledger
import Model
import Presentation
import Rules

// The report as JSON and as CSV.

extension SimulationReport {
  var json: JSON {
    [
      "programme": document(simulation.new), "registry": .string(registry), "families": JSON(result.families),
      "people": JSON(result.people), "unit": .string(programme.unit == .family ? "family" : "person"),
      "budget": [
        "total": .int(result.new.rupiah), "cap": .int(cap), "shortfall": .int(shortfall),
        "shortCycle": JSON(shortCycle) { .string($0.name) }, "peakCycle": .string(simulation.new.cycles[peak].name),
        "peak": .int(result.new[peak].paid.rupiah),
      ],
      "cycles": .array(
        zip(simulation.new.cycles, result.new).map { cycle, tally in
          .object(
            [
              JSON.Member(key: "cycle", value: .string(cycle.name)),
              JSON.Member(key: "due", value: cycle.due.json),
            ] + members(of: tally))
        }),
      "total": .object(members(of: total)),
      "regions": .array(
        shownRegions.map { index in
          [
            "code": regions[index].json, "name": .string(name(of: regions[index])),
            "decided": JSON(total.regions[index].decided), "paid": JSON(total.regions[index].paid.count),
            "rupiah": .int(total.regions[index].paid.rupiah),
          ]
        }),
      "classes": JSON(simulation.classes) { classes in
        [
          "field": .string(classes.name),
          "values": .array(
            shownClasses.map { index in
              [
                "value": .string(classes.labels[index]), "decided": JSON(total.classes[index].decided),
                "paid": JSON(total.classes[index].paid.count), "rupiah": .int(total.classes[index].paid.rupiah),
              ]
            }),
        ]
      },
      "against": JSON(simulation.old) { comparison(with: $0) },
    ]
  }

  private func document(_ document: Simulation.Document) -> JSON {
    [
      "file": .string(document.file), "series": .string(document.programme.series.string),
      "version": .string(document.programme.version.string), "id": .string(document.programme.id.digest.description),
    ]
  }

  private func members(of tally: TrialTally) -> [JSON.Member] {
    let refused = programme.eligible.map(\.id.string) + ["no-payment"]
    let members: [(String, JSON)] = [
      ("decided", JSON(tally.decided)), ("paid", JSON(tally.paid.count)), ("people", JSON(tally.people)),
      ("rupiah", .int(tally.paid.rupiah)), ("undecided", JSON(tally.undecided)),
      (
        "payments",
        .array(
          zip(programme.pay, tally.payments).map { rule, sum in
            ["rule": .string(rule.id.string), "count": JSON(sum.count), "rupiah": .int(sum.rupiah)]
          })
      ),
      (
        "refused",
        .array(zip(refused, tally.refused).map { ["rule": .string($0), "count": JSON($1)] })
      ),
      (
        "waiting",
        .array(waits(tally).map { ["fact": JSON($0.name) { .string($0) }, "count": JSON($0.count)] })
      ),
    ]
    return members.map { JSON.Member(key: $0.0, value: $0.1) }
  }

  private func comparison(with old: Simulation.Document) -> JSON {
    let comparison = result.comparison
    return [
      "programme": document(old), "rupiah": .int(result.old.rupiah),
      "change": change(comparison.total), "unchanged": JSON(comparison.unchanged), "new": JSON(comparison.new),
      "gone": JSON(comparison.gone),
      "rules": .array(
        ruleChanges.map { ["rule": .string($0.rule.id.string), "old": .int($0.old), "new": .int($0.new)] }),
      "regions": .array(
        shownRegions.map { ["code": regions[$0].json, "change": change(comparison.regions[$0])] }),
      "classes": .array(
        shownClasses.map {
          ["value": .string(simulation.classes?.labels[$0] ?? ""), "change": change(comparison.classes[$0])]
        }),
      "gains": .array(comparison.most.map(example)), "losses": .array(comparison.least.map(example)),
    ]
  }

  private func change(_ change: TrialComparison.Change) -> JSON {
    [
      "gain": JSON(change.gains.count), "more": .int(change.gains.rupiah), "lose": JSON(change.losses.count),
      "less": .int(change.losses.rupiah),
    ]
  }

  private func example(_ example: TrialComparison.Example) -> JSON {
    ["line": JSON(example.place), "old": .int(example.old), "new": .int(example.new)]
  }

  /// Every figure on a line of its own: document, table, cycle, key, count, rupiah.
  var csv: String {
    var text = "document,table,cycle,key,count,rupiah\r\n"
    func add(_ document: String, _ table: String, _ cycle: String, _ key: String, _ count: Int, _ rupiah: Int64) {
      text += "\(document),\(table),\(cycle),\(quoted(key)),\(count),\(rupiah)\r\n"
    }
    func add(_ name: String, _ document: Simulation.Document, _ tallies: [TrialTally]) {
      let rules = document.programme
      for (cycle, tally) in zip(document.cycles, tallies) {
        add(name, "decided", cycle.name, "", tally.decided, 0)
        add(name, "paid", cycle.name, "", tally.paid.count, tally.paid.rupiah)
        for (rule, sum) in zip(rules.pay, tally.payments) {
          add(name, "payment", cycle.name, rule.id.string, sum.count, sum.rupiah)
        }
        for (rule, count) in zip(rules.eligible.map(\.id.string) + ["no-payment"], tally.refused) {
          add(name, "refused", cycle.name, rule, count, 0)
        }
        for wait in waits(tally) { add(name, "waiting", cycle.name, wait.name ?? "fault", wait.count, 0) }
        for index in shownRegions {
          add(
            name, "region", cycle.name, regions[index].description, tally.regions[index].paid.count,
            tally.regions[index].paid.rupiah)
        }
        for index in shownClasses {
          add(
            name, "class", cycle.name, simulation.classes!.labels[index], tally.classes[index].paid.count,
            tally.classes[index].paid.rupiah)
        }
      }
    }
    add("new", simulation.new, result.new)
    if let old = simulation.old { add("old", old, result.old) }
    return text
  }

  private func quoted(_ field: String) -> String {
    field.utf8.contains { [UInt8](",\"\r\n".utf8).contains($0) }
      ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }
}
