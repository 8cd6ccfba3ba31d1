import CSHA256
import Dispatch
import Glibc
import Signing
import Synchronization

/// This machine's processors and their SHA-256 instructions.
public struct PlatformLanes: Lanes {
  public let count: Int

  /// - Parameter count: how many threads may work at the same time; by default as many as there are processors.
  public init(count: Int? = nil) {
    self.count = max(1, count ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// The threads take the next part when they are done with one, so uneven parts do no harm.
  public func forEach(_ parts: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(count, parts)
    guard threads > 1 else {
      for part in 0..<parts { body(part) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard part < parts else { return }
        body(part)
      }
    }
  }

  public func hash(
    messages: UnsafeRawPointer, length: Int, stride: Int, count: Int, into digests: UnsafeMutableRawPointer
  ) {
    nonisolated(unsafe) let (messages, digests) = (messages, digests)
    forEachRange(of: count, grain: PlatformLanes.grain) { range in
      salur_sha256_many(
        messages + range.lowerBound * stride, length, stride, range.count,
        digests + range.lowerBound * Digest.byteCount)
    }
  }

  public func hashNodes(pairs: UnsafeRawPointer, count: Int, into digests: UnsafeMutableRawPointer) {
    nonisolated(unsafe) let (pairs, digests) = (pairs, digests)
    forEachRange(of: count, grain: PlatformLanes.grain) { range in
      salur_sha256_nodes(
        pairs + range.lowerBound * 2 * Digest.byteCount, range.count, digests + range.lowerBound * Digest.byteCount)
    }
  }

  /// How many hashes are worth waking another thread for: some fifty microseconds of them.
  private static let grain = 1024
}
