/// Latencies counted in buckets that grow with them, as HdrHistogram does: 64 steps to every doubling, so that no figure
/// is more than 1.6 % off, in a few kilobytes.
struct LatencyHistogram: Sendable {
  /// Below so many microseconds every value has its own bucket.
  private static let steps = 128
  private var counts = [UInt64](repeating: 0, count: steps + (64 - 7) * steps / 2)
  private(set) var count: UInt64 = 0
  private(set) var maximum: UInt64 = 0

  mutating func record(microseconds value: UInt64) {
    counts[Self.bucket(of: value)] += 1
    count += 1
    maximum = max(maximum, value)
  }

  /// The value that so many of a hundred thousand do not exceed, microseconds; 0 where nothing was recorded.
  func percentile(_ perHundredThousand: UInt64) -> UInt64 {
    let wanted = max(1, (count * perHundredThousand + 99_999) / 100_000)
    var seen: UInt64 = 0
    for (bucket, number) in counts.enumerated() where number > 0 {
      seen += number
      if seen >= wanted { return min(maximum, Self.last(in: bucket)) }
    }
    return maximum
  }

  private static func bucket(of value: UInt64) -> Int {
    guard value >= UInt64(steps) else { return Int(value) }
    let shift = 63 - value.leadingZeroBitCount - 6
    return shift * steps / 2 + Int(value >> UInt64(shift))
  }

  /// The largest value of a bucket.
  private static func last(in bucket: Int) -> UInt64 {
    guard bucket >= steps else { return UInt64(bucket) }
    let shift = bucket / (steps / 2) - 1
    let top = UInt64(bucket - shift * steps / 2)
    return ((top + 1) << UInt64(shift)) - 1
  }
}
