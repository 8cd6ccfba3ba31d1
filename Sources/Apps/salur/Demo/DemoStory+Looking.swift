import Coding
import Ledger
import Model
import Records

// What the story reads off the ledger.

extension DemoStory {
  func totals(of series: Text, _ cycle: Text) throws -> CycleTotals {
    guard let found = world.replica.read({ state in state.cycles(of: series).first { $0.name == cycle } }) else {
      throw Failure("Siklus \(cycle) tidak dibuka.", "The cycle \(cycle) was not opened.")
    }
    return found.totals
  }

  func fund(of series: Text) throws -> Fund {
    guard let fund = world.replica.read({ state in state.seriesIndex(series).map { state.series[$0].fund } }) else {
      throw Failure("Seri \(series) tidak dikenal.", "There is no series \(series).")
    }
    return fund
  }

  /// The first registrant with this verdict for a reason that an eligibility rule, or a missing fact, gives.
  func firstRegistrant(_ series: Text, _ cycle: Text, verdict: EntitlementRow.Verdict) -> UInt32? {
    world.replica.read { state in
      guard let found = state.cycles(of: series).first(where: { $0.name == cycle }) else { return nil }
      return (0..<found.registrants).first { registrant in
        guard let row = state.entitlement(registrant, in: found.number) else { return false }
        return row.verdict == verdict && row.reason != EntitlementRow.noPayment
      }
    }
  }

  /// The words of the rule that said no.
  func reason(_ programme: Programme, _ cycle: Text, _ registrant: UInt32) throws -> Words {
    programme.eligible[Int(try entitlement(programme, cycle, registrant).reason)].say
  }

  /// The place of the rule that said no.
  func reasonNumber(_ programme: Programme, _ cycle: Text, _ registrant: UInt32) throws -> UInt8 {
    try entitlement(programme, cycle, registrant).reason
  }

  /// The schema of the fact a decision waits for.
  func missingFact(_ programme: Programme, _ cycle: Text, _ registrant: UInt32) throws -> String {
    let row = try entitlement(programme, cycle, registrant)
    return programme.facts[Int(row.reason)].schema.string
  }

  private func entitlement(_ programme: Programme, _ cycle: Text, _ registrant: UInt32) throws -> EntitlementRow {
    let row = world.replica.read { state in
      state.cycles(of: programme.series).first { $0.name == cycle }
        .flatMap { state.entitlement(registrant, in: $0.number) }
    }
    guard let row else { throw Failure("Putusan tidak ditemukan.", "The decision was not found.") }
    return row
  }
}
