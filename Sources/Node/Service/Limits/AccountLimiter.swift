import Engine
import Ledger
import Model
import Platform
import Synchronization

/// Counts signed calls by the account that signed them. Only what was verified counts, or anybody could use up another's.
final class AccountLimiter: Sendable {
  private let replica: Replica
  private let limits: ServiceLimits
  private let buckets = Mutex(TokenBuckets<AccountNumber>())

  init(_ replica: Replica, _ limits: ServiceLimits) {
    self.replica = replica
    self.limits = limits
  }

  /// Counts a call.
  func take(_ account: AccountNumber) throws(Problem) {
    let rate = rate(of: account)
    let wait = buckets.withLock { $0.take(account, rate: rate, now: MonotonicClock.nowNanoseconds()) }
    if let wait { throw .tooMany(nanoseconds: wait) }
  }

  /// Whether there is room for a call, which is counted once it is known who signed it.
  func require(_ account: AccountNumber) throws(Problem) {
    let rate = rate(of: account)
    let wait = buckets.withLock { $0.wait(account, rate: rate, now: MonotonicClock.nowNanoseconds()) }
    if let wait { throw .tooMany(nanoseconds: wait) }
  }

  private func rate(of account: AccountNumber) -> ServiceLimits.Rate {
    replica.read { $0.account(account)?.kind } == .agency ? limits.agency : limits.account
  }
}
