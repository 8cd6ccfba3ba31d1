import Coding
import Programmes
import Rules

/// What an undecided registrant waits for, as the decision says it.
public struct DecisionWait: Hashable, Sendable {
  let reason: UInt8
  let detail: UInt16

  /// The fact or series in words of the rule language, `family.members.attendance_pct`; nil for a rule that could not
  /// be computed.
  public func name(in programme: CompiledProgramme) -> String? {
    switch reason {
    case EntitlementRow.fault: return nil
    case EntitlementRow.series: return programme.rules.environment.series[Int(detail)].string
    default:
      guard detail != EntitlementRow.wholeRecord else { return programme.programme.facts[Int(reason)].name.string }
      return programme.rules.environment.path(of: Int(detail))
    }
  }
}
