import Model
import Wallet

/// Nonces of the last two minutes: a request that is older is refused by its time.
struct SeenRequests: Sendable {
  private var current: Set<Salt> = []
  private var previous: Set<Salt> = []
  private var turned = BlockTime(milliseconds: 0)

  /// False where it has been seen before.
  mutating func insert(_ request: AccessRequest, now: BlockTime) -> Bool {
    // A request is good for a minute either way of its time, so for two in all.
    if turned.advanced(by: 2 * AccessRequest.tolerance) < now {
      (previous, current, turned) = (turned.advanced(by: 4 * AccessRequest.tolerance) < now ? [] : current, [], now)
    }
    return !previous.contains(request.nonce) && current.insert(request.nonce).inserted
  }
}
