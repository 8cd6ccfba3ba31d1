import Glibc

/// The time of day, which people set and networks correct: for stamps, not for measuring.
public enum SystemClock {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public static func nowMilliseconds() -> Int64 {
    let time = read(CLOCK_REALTIME)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// A time that only ever grows, from an arbitrary start: for measuring.
public enum MonotonicClock {
  public static func nowNanoseconds() -> UInt64 {
    let time = read(CLOCK_MONOTONIC)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

private func read(_ clock: clockid_t) -> timespec {
  var time = timespec()
  precondition(clock_gettime(clock, &time) == 0, "both clocks exist on every Linux")
  return time
}
