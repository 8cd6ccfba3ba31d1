import Foundation
import Push
import Testing

@Suite("A node calls only push services on the public internet")
struct PushEndpointTests {
  @Test("an endpoint is https, by name, on the usual port")
  func endpoints() {
    for good in [
      "https://fcm.googleapis.com/fcm/send/abc:def", "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
      "https://web.push.apple.com/Q", "https://push.example.net:443/a",
    ] {
      #expect(PushEndpoint(good) != nil, "\(good)")
    }
    for bad in [
      "http://push.example.net/a", "https://push.example.net:8443/a", "https://127.0.0.1/a", "https://localhost/a",
      "https://[::1]/a", "https://2130706433/a", "https://0x7f.1/a", "https://10.0.0.1/a",
      "https://user@push.example.net/a",
      "https://push.example.net/a#b", "https://push..net/", "ftp://push.example.net/", "https:///a", "",
      "push.example.net",
      "https://push.example.net/ a", "http://127.0.0.1:80/a", "https://push.example.net/\r\nHost: x",
      "https://push.example.net/" + String(repeating: "a", count: 1024),
    ] {
      #expect(PushEndpoint(bad) == nil, "\(bad)")
    }
    #expect(PushEndpoint("http://127.0.0.1:8080/a", allowsLoopback: true)?.origin == "http://127.0.0.1:8080")
    #expect(PushEndpoint("http://10.0.0.1/a", allowsLoopback: true) == nil)
    #expect(PushEndpoint("https://Push.Example.NET/a")?.origin == "https://push.example.net")
  }

  @Test("private, local and special addresses are told from public ones")
  func addresses() {
    func v4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> Bool {
      PublicAddress.isPublic(v4: a << 24 | b << 16 | c << 8 | d)
    }
    #expect(v4(8, 8, 8, 8) && v4(172, 15, 0, 1) && v4(172, 32, 0, 1) && v4(100, 63, 0, 1) && v4(223, 255, 255, 255))
    #expect(!v4(0, 0, 0, 0) && !v4(10, 1, 2, 3) && !v4(127, 0, 0, 1) && !v4(169, 254, 169, 254) && !v4(172, 16, 0, 1))
    #expect(
      !v4(172, 31, 255, 255) && !v4(192, 168, 1, 1) && !v4(100, 64, 0, 1) && !v4(224, 0, 0, 1)
        && !v4(255, 255, 255, 255))
    func v6(_ bytes: [UInt8]) -> Bool {
      PublicAddress.isPublic(v6: bytes + [UInt8](repeating: 1, count: 16 - bytes.count))
    }
    #expect(v6([0x26, 0x06, 0x47]) && v6([0x2a, 0x00]) && v6([0x20, 0x01, 0x48, 0x60]))
    #expect(!v6([0xfe, 0x80]) && !v6([0xfd]) && !v6([0xff, 0x02]) && !v6([0x20, 0x02, 10, 0, 0, 1]))
    #expect(!v6([UInt8](repeating: 0, count: 15)) && !v6([0x20, 0x01, 0x0d, 0xb8]) && !v6([0x20, 0x01, 0, 0]))
    #expect(!v6([UInt8](repeating: 0, count: 10) + [0xff, 0xff, 127, 0, 0, 1]) && !v6([0x00, 0x64, 0xff, 0x9b]))
  }

  @Test("what a push service answers decides what becomes of the message")
  func outcomes() {
    let now = Date(timeIntervalSince1970: 784_111_770)
    func outcome(_ status: Int, _ retryAfter: String? = nil) -> PushCaller.Outcome {
      PushCaller.outcome(status, retryAfter: retryAfter, now: now)
    }
    #expect(outcome(201) == .delivered && outcome(202) == .delivered)
    #expect(outcome(404) == .gone && outcome(410) == .gone && outcome(413) == .refused)
    #expect(
      outcome(500) == .later(after: nil) && outcome(302) == .later(after: nil) && outcome(401) == .later(after: nil))
    #expect(outcome(429, "7") == .later(after: 7_000))
    #expect(outcome(503, "Sun, 06 Nov 1994 08:49:37 GMT") == .later(after: 7_000))
    #expect(outcome(429, "9223372036854775807") == .later(after: 86_400_000))
    #expect(outcome(429, "-1") == .later(after: nil) && outcome(429, "soon") == .later(after: nil))
  }

  @Test("attempts come further and further apart, never all at once")
  func backOff() {
    let pace = PushConfiguration.Pace()
    var random = SystemRandomNumberGenerator()
    for failures in 1...40 {
      let full = min(pace.longest, pace.first << Int64(min(failures - 1, 20)))
      for _ in 0..<20 { #expect((full / 2...full).contains(pace.delay(after: failures, random: &random))) }
    }
  }
}
