import Platform
import Testing

@Suite struct ClockTests {
  @Test func tellsAPlausibleTime() {
    #expect(SystemClock.nowMilliseconds() > 1_735_689_600_000, "after 2025-01-01")
  }

  @Test func neverGoesBack() {
    var last = MonotonicClock.nowNanoseconds()
    for _ in 0..<1000 {
      let now = MonotonicClock.nowNanoseconds()
      #expect(now >= last)
      last = now
    }
  }

  @Test func givesOtherRandomBytesEachTime() {
    #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(SecureRandom.bytes(33).count == 33)
  }
}
