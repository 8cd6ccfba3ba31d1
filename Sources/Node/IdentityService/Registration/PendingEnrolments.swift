import Identity
import Model
import Signing

/// Enrolments whose applicants have still to prove that they hold the key: in memory only, few, and for minutes.
struct PendingEnrolments: Sendable {
  struct Pending: Sendable {
    let unproven: UnprovenRegistration
    let tier: Tier
    /// Seconds since 1970.
    let begun: Int64
    /// Of a command that was sent and whose answer never came: sent again as it was.
    var sent: SentCommand?
  }

  private var pending: [Digest: Pending] = [:]

  /// Seconds an applicant has to prove it.
  static let life: Int64 = 600
  static let maximumCount = 1_000

  var count: Int { pending.count }

  mutating func hasRoom(now: Int64) -> Bool {
    if pending.count >= Self.maximumCount { pending = pending.filter { now - $0.value.begun <= Self.life } }
    return pending.count < Self.maximumCount
  }

  mutating func add(_ enrolment: Pending, as id: Digest) { pending[id] = enrolment }

  /// Takes one away: nobody finishes it twice.
  mutating func take(_ id: Digest, now: Int64) -> Pending? {
    guard let found = pending.removeValue(forKey: id), now - found.begun <= Self.life else { return nil }
    return found
  }
}
