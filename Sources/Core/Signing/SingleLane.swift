/// One thread and the SHA-256 of this module: for the phone, and to check that more lanes change nothing.
public struct SingleLane: Lanes {
  public init() {}

  public var count: Int { 1 }

  public func forEach(_ parts: Int, _ body: @Sendable (Int) -> Void) {
    for part in 0..<parts { body(part) }
  }

  public func hash(
    messages: UnsafeRawPointer, length: Int, stride: Int, count: Int, into digests: UnsafeMutableRawPointer
  ) {
    for index in 0..<count {
      let message = UnsafeRawBufferPointer(start: messages + index * stride, count: length)
      SHA256.hash(message).copy(to: digests + index * Digest.byteCount)
    }
  }

  public func hashNodes(pairs: UnsafeRawPointer, count: Int, into digests: UnsafeMutableRawPointer) {
    for index in 0..<count {
      var hasher = SHA256()
      hasher.update(0x01)
      hasher.update(UnsafeRawBufferPointer(start: pairs + index * 2 * Digest.byteCount, count: 2 * Digest.byteCount))
      hasher.finalize().copy(to: digests + index * Digest.byteCount)
    }
  }
}
