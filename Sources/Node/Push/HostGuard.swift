import Dispatch
import Platform

/// Looks a push service's host up before it is called, and remembers the answer for a minute.
///
/// A name that changes its address between this look and the call meets TLS: a machine of this network has no certificate
/// for it, and learns nothing.
actor HostGuard {
  private var known: [String: (isPublic: Bool, until: UInt64)] = [:]

  /// Whether a host lies on the public internet; nil where it cannot be found at present.
  func isPublic(_ host: String) async -> Bool? {
    let now = MonotonicClock.nowNanoseconds()
    if let known = known[host], known.until > now { return known.isPublic }
    let found = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: PublicAddress.allPublic(host)) }
    }
    guard let found else { return nil }
    if known.count >= 1_000 { known.removeAll() }
    known[host] = (found, now + 60_000_000_000)
    return found
  }
}
