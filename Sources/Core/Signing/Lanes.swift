/// The machine's threads and its fastest SHA-256, as far as the pure core may know of them. The results never depend
/// on how many there are.
public protocol Lanes: Sendable {
  /// How many parts can run at the same time; worth cutting work into a small multiple of it.
  var count: Int { get }

  /// Runs `body(0)`, `body(1)`, … `body(parts - 1)`, each once, in any order and at the same time; returns when all
  /// have.
  /// May be called inside a body: the inner parts then run one after the other.
  func forEach(_ parts: Int, _ body: @Sendable (Int) -> Void)

  /// Hashes `count` messages of `length` bytes, one every `stride` bytes, into as many digests of 32 bytes,
  /// which lie elsewhere.
  func hash(
    messages: UnsafeRawPointer, length: Int, stride: Int, count: Int, into digests: UnsafeMutableRawPointer)

  /// Hashes `count` pairs of digests, 64 bytes each, into their parents: SHA-256(0x01 ‖ left ‖ right) (RFC 6962
  /// §2.1), which lie elsewhere.
  func hashNodes(pairs: UnsafeRawPointer, count: Int, into digests: UnsafeMutableRawPointer)
}

extension Lanes {
  /// Cuts `0..<total` into even ranges of at least `grain`, a few for each lane, and runs them.
  public func forEachRange(of total: Int, grain: Int = 1, _ body: @Sendable (Range<Int>) -> Void) {
    let parts = max(1, min(total / max(1, grain), 4 * count))
    forEach(parts) { part in
      let range = split(total, part, parts)..<split(total, part + 1, parts)
      if !range.isEmpty { body(range) }
    }
  }
}

/// Where part `part` of `parts` even parts begins; written so that nothing overflows.
private func split(_ total: Int, _ part: Int, _ parts: Int) -> Int {
  total / parts * part + min(part, total % parts)
}
