import Identity
import Signing

/// How often somebody has begun lately: without it one person with a credential could use up what the evaluating agencies
/// allow the officer, and nobody else would be registered. In memory only, and under digests.
struct EnrolmentAttempts: Sendable {
  /// When each began, in seconds since 1970, oldest first.
  private var begun: [Digest: [Int64]] = [:]

  static let perHour = 5
  static let maximumPeople = 100_000
  private static let hour: Int64 = 3_600

  /// Counts one more; false where it is one too many.
  mutating func begin(_ claims: EnrolmentClaims, now: Int64) -> Bool {
    if begun.count >= Self.maximumPeople {
      begun = begun.compactMapValues { times in times.last.map { now - $0 < Self.hour } == true ? times : nil }
      guard begun.count < Self.maximumPeople else { return false }
    }
    let person = SHA256.hash(Array("\(claims.issuer)\n\(claims.subject)".utf8))
    let lately = begun[person, default: []].filter { now - $0 < Self.hour }
    guard lately.count < Self.perHour else { return false }
    begun[person] = lately + [now]
    return true
  }
}
