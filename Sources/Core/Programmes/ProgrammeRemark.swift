import Coding
import Model
import Rules

/// Something about a programme that is allowed and hardly meant, or worth knowing. It never keeps it off a ledger.
public struct ProgrammeRemark: Hashable, Sendable {
  public let part: ProgrammePart
  public let matter: Matter
  /// For a rule: which code point of its source, from 0.
  public let index: Int?

  public enum Matter: Hashable, Sendable {
    /// A test in a rule that can never be true where it stands.
    case idleTest
    case nobodyEligible
    case excludesNobody
    case neverPaid
    /// Where it holds, a rule that pays as much or more holds too, and only the highest is paid.
    case outbid(by: Text)
    case neverTriggers
    case unknownRegion(Region)
    /// What one registrant can be due in one cycle is more than the fund may ever hold.
    case oneExceedsCap(most: Rupiah, cap: Rupiah)
    /// So many registrants with the most that one can be due use up the fund in one cycle.
    case capCovers(registrants: Int64, most: Rupiah)
  }

  init(_ part: ProgrammePart, _ matter: Matter, index: Int? = nil) {
    self.part = part
    self.matter = matter
    self.index = index
  }

  /// Whether the author should look again; otherwise it is only worth knowing.
  public var isWarning: Bool {
    if case .capCovers = matter { return false }
    return true
  }
}
