/// A token bucket for each key, in bounded memory.
///
/// A bucket is one number: when it would be full again (the generic cell rate algorithm). A full one need not be kept, so
/// only keys that are in use take room; where there are too many, those that have used least are forgotten.
package struct TokenBuckets<Key: Hashable & Sendable>: Sendable {
  /// When each bucket is full again, nanoseconds of a clock that only grows.
  private var full: [Key: UInt64] = [:]
  private let capacity: Int

  package init(capacity: Int = 65_536) { self.capacity = capacity }

  package var count: Int { full.count }

  /// Takes a token.
  ///
  /// - Returns: nil where there was one, else nanoseconds until there is.
  package mutating func take(_ key: Key, rate: ServiceLimits.Rate, now: UInt64) -> UInt64? {
    let (wait, after) = state(of: key, rate, now)
    if let wait { return wait }
    if full[key] == nil, full.count >= capacity { forget(now: now) }
    full[key] = after
    return nil
  }

  /// The same, taking none.
  package func wait(_ key: Key, rate: ServiceLimits.Rate, now: UInt64) -> UInt64? { state(of: key, rate, now).wait }

  private func state(of key: Key, _ rate: ServiceLimits.Rate, _ now: UInt64) -> (wait: UInt64?, after: UInt64) {
    let interval = 1_000_000_000 / UInt64(max(1, rate.perSecond))
    let after = max(full[key] ?? 0, now) + interval
    let latest = now + interval * UInt64(max(1, rate.burst))
    return (after > latest ? after - latest : nil, after)
  }

  /// Forgets the full buckets, and, if that is not enough, the half that has used least.
  private mutating func forget(now: UInt64) {
    full = full.filter { $0.value > now }
    guard full.count >= capacity else { return }
    let middle = full.values.sorted()[full.count / 2]
    full = full.filter { $0.value > middle }
  }
}
