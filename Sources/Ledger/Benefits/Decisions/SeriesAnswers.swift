import Model
import Rules

/// What `receives(series)` answers about the registrants of one cycle: decided entitlements of another series whose
/// period contains the due day, in cycles that fell due before.
struct SeriesAnswers: Sendable {
  /// Place in the ledger's list of series, as the rules number it.
  let series: Int
  private let unit: RegistrantUnit
  private let cycles: [Source]

  init(_ series: Int, before cycle: Cycle, _ benefits: BenefitState) {
    self.series = series
    unit = benefits.programme(Int(cycle.version)).unit
    cycles = benefits.cycles[..<Int(cycle.number)].compactMap { other in
      let record = other.record
      guard Int(record.series) == series, record.stage != .stopped, record.start <= cycle.due, cycle.due < record.end
      else { return nil }
      return Source(unit: benefits.programme(Int(record.version)).unit, entitlements: other.entitlements)
    }
  }

  /// Answers from decisions that lie at hand.
  ///
  /// - Parameter unit: what the programme that asks decides about.
  init(_ series: Int, askedAbout unit: RegistrantUnit, _ decided: [(RegistrantUnit, Table<EntitlementRow>)]) {
    self.series = series
    self.unit = unit
    cycles = decided.map { Source(unit: $0.0, entitlements: $0.1) }
  }

  /// Yes where any such decision says yes; not decided where any waits and none says yes.
  func answer(registrant: Int, account: AccountNumber) -> SeriesAnswer {
    var answer = SeriesAnswer.no
    for source in cycles {
      switch source.answer(source.unit == unit ? registrant : account.row) {
      case .yes: return .yes
      case .undecided: answer = .undecided
      case .no: break
      }
    }
    return answer
  }
}

extension SeriesAnswers {
  /// One cycle's decisions. Programmes about families never ask about series that decide about persons.
  private struct Source: Sendable {
    let unit: RegistrantUnit
    let entitlements: Table<EntitlementRow>

    func answer(_ row: Int) -> SeriesAnswer {
      guard row < entitlements.count else { return .undecided }
      switch entitlements[row].verdict {
      case .yes: return .yes
      case .no: return .no
      case .none, .undecided: return .undecided
      }
    }
  }
}
