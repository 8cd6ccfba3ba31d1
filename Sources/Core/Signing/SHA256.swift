/// SHA-256 (FIPS 180-4), in Swift alone: what the phone uses, and what the faster ones are tested against.
public struct SHA256: Sendable {
  private var state: State = SHA256.initialState
  private var block = InlineArray<64, UInt8>(repeating: 0)
  /// Bytes taken so far; the last `length % 64` of them wait in `block`.
  private var length: UInt64 = 0

  public init() {}

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard var source = bytes.baseAddress else { return }
    var left = bytes.count
    let waiting = Int(length % 64)
    length += UInt64(left)
    if waiting > 0 {
      let taken = min(64 - waiting, left)
      fill(from: source, count: taken, at: waiting)
      guard waiting + taken == 64 else { return }
      compressBlock()
      source += taken
      left -= taken
    }
    while left >= 64 {
      SHA256.compress(&state, source)
      source += 64
      left -= 64
    }
    fill(from: source, count: left, at: 0)
  }

  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { update($0) }
  }

  public mutating func update(_ digest: Digest) {
    digest.withUnsafeBytes { update($0) }
  }

  public mutating func update(_ byte: UInt8) {
    withUnsafeBytes(of: byte) { update($0) }
  }

  /// Pads and returns the digest (FIPS 180-4 §5.1.1). The hasher is used up.
  public consuming func finalize() -> Digest {
    let waiting = Int(length % 64)
    block[waiting] = 0x80
    for index in waiting + 1..<64 { block[index] = 0 }
    if waiting + 1 > 56 {
      compressBlock()
      block = InlineArray(repeating: 0)
    }
    let bits = length &* 8
    for index in 0..<8 { block[56 + index] = UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index)) }
    compressBlock()
    return SHA256.digest(state)
  }

  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    var hasher = SHA256()
    hasher.update(bytes)
    return hasher.finalize()
  }

  public static func hash(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  public static func hash(_ bytes: ArraySlice<UInt8>) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  private mutating func fill(from source: UnsafeRawPointer, count: Int, at start: Int) {
    withUnsafeMutableBytes(of: &block) {
      UnsafeMutableRawBufferPointer(rebasing: $0[start...]).copyMemory(
        from: UnsafeRawBufferPointer(start: source, count: count))
    }
  }

  private mutating func compressBlock() {
    withUnsafeBytes(of: block) { SHA256.compress(&state, $0.baseAddress!) }
  }
}
