import EngineSupport
import Service
import ServiceSupport
import TestSupport
import Testing

@Suite("Nobody takes for themselves what is for everybody", .timeLimit(.minutes(2)))
struct LimitTests {
  @Test("a bucket gives its burst, then so many a second, and tells how long to wait")
  func bucket() {
    var buckets = TokenBuckets<Int>()
    let rate = ServiceLimits.Rate(perSecond: 10, burst: 5)
    var now: UInt64 = 1_000_000_000
    for _ in 0..<5 { #expect(buckets.take(1, rate: rate, now: now) == nil) }
    #expect(buckets.take(1, rate: rate, now: now) == 100_000_000)
    #expect(buckets.take(2, rate: rate, now: now) == nil)
    now += 100_000_000
    #expect(buckets.wait(1, rate: rate, now: now) == nil)
    #expect(buckets.take(1, rate: rate, now: now) == nil)
    #expect(buckets.take(1, rate: rate, now: now) != nil)
    now += 10_000_000_000
    for _ in 0..<5 { #expect(buckets.take(1, rate: rate, now: now) == nil) }
    #expect(buckets.take(1, rate: rate, now: now) != nil)
  }

  @Test("buckets agree with counting tokens, in bounded memory, whoever asks")
  func random() {
    var random = SplitMix64(seed: 7)
    let rate = ServiceLimits.Rate(perSecond: 1_000, burst: 3)
    var buckets = TokenBuckets<UInt64>(capacity: 64)
    var tokens: [UInt64: Double] = [:]
    var last: [UInt64: UInt64] = [:]
    var now: UInt64 = 5_000_000_000
    for _ in 0..<20_000 {
      now += random.next() % 500_000
      // Few enough that none is forgotten while it is in use.
      let key = random.next() % 32
      let had = min(3, tokens[key, default: 3] + Double(now - last[key, default: now]) / 1_000_000)
      // Away from the edge, where rounding decides.
      if abs(had - 1) < 0.001 { continue }
      let granted = buckets.take(key, rate: rate, now: now) == nil
      #expect(granted == (had >= 1), "seed \(random.seed)")
      tokens[key] = granted ? had - 1 : had
      last[key] = now
    }
    for key in 100..<10_000 as Range<UInt64> { _ = buckets.take(key, rate: rate, now: now) }
    #expect(buckets.count <= 64)
  }

  @Test("an account's signed calls are counted, and nobody can use up another's")
  func account() async throws {
    let node = try TestNode.paid()
    try await TestService.serving(node) {
      $0.limits.account = .init(perSecond: 1, burst: 3)
    } _: { service async throws in
      let target = "/v1/accounts/\(TestNode.families[0])/lane"
      // Calls in another's name, signed with another key, and a replay do not count.
      for _ in 0..<5 {
        _ = try await service.call(target, as: Signer(TestNode.families[0], TestNode.holder(1)))
      }
      for _ in 0..<3 { #expect(try await service.call(target, as: .family(0)).status == 200) }
      let refused = try await service.call(target, as: .family(0))
      #expect(refused.status == 429 && refused.problem == "too-many" && refused.json?["retry"] == true)
      #expect(refused.headers["retry-after"].flatMap { Int($0) } ?? 0 >= 1)
      #expect(try await service.submit(node.payment(1_000)).problem == "too-many")
      #expect(try await service.call("/v1/accounts/\(TestNode.families[1])/lane", as: .family(1)).status == 200)
    }
  }

  @Test("whoever is told to wait may send the very same call again")
  func again() async throws {
    let node = try TestNode.paid()
    try await TestService.serving(node) {
      $0.limits.account = .init(perSecond: 1, burst: 1)
    } _: { service async throws in
      let target = "/v1/accounts/\(TestNode.families[0])/lane"
      #expect(try await service.call(target, as: .family(0)).status == 200)
      let header = service.authorization(.family(0), .init(network: node.genesis.network, target: target))
      let refused = try await service.call(target, headers: ["Authorization": header])
      #expect(refused.problem == "too-many" && refused.json?["retry"] == true)
      try await Task.sleep(for: .milliseconds(1_100))
      #expect(try await service.call(target, headers: ["Authorization": header]).status == 200)
    }
  }

  @Test("commands count too, once their signature is known to be good")
  func commands() async throws {
    let node = try TestNode.paid()
    try await TestService.serving(node) {
      $0.limits.account = .init(perSecond: 1, burst: 2)
    } _: { service async throws in
      var forged = node.payment(1_000).signed
      forged[forged.count - 1] ^= 1
      for _ in 0..<4 {
        let answer = try await service.call(
          "POST", "/v1/commands", headers: ["Content-Type": "application/cose"], body: forged)
        #expect(answer.problem == "wrong-signature")
      }
      for _ in 0..<2 { #expect(try await service.submit(node.payment(1_000)).status == 200) }
      #expect(try await service.submit(node.payment(1_000)).problem == "too-many")
    }
  }

  @Test("an address's calls are counted; a proxy's word on addresses is taken only where it is ours")
  func address() async throws {
    let node = try TestNode.paid()
    func statuses(_ headers: [String], proxies: Set<String>) async throws -> [Int] {
      try await TestService.serving(node) {
        $0.limits.address = .init(perSecond: 1, burst: 2)
        $0.limits.proxies = proxies
      } _: { service async throws in
        var statuses: [Int] = []
        for header in headers {
          statuses.append(try await service.call("/health", headers: ["X-Forwarded-For": header]).status)
        }
        return statuses
      }
    }
    let many = (1...4).map { "10.0.0.\($0)" }
    #expect(try await statuses(many, proxies: []) == [200, 200, 429, 429])
    #expect(try await statuses(many, proxies: ["127.0.0.1"]) == [200, 200, 200, 200])
    // What stands before the last hop the caller may have made up.
    let made = (1...4).map { "1.2.3.\($0), 10.0.0.9" }
    #expect(try await statuses(made, proxies: ["127.0.0.1"]) == [200, 200, 429, 429])
    let chained = (1...4).map { "10.0.0.\($0), 10.9.9.9" }
    #expect(try await statuses(chained, proxies: ["127.0.0.1", "10.9.9.9"]) == [200, 200, 200, 200])
    // One customer has a whole /64.
    let network = (1...4).map { "2001:db8::\($0)" }
    #expect(try await statuses(network, proxies: ["127.0.0.1"]) == [200, 200, 429, 429])
    #expect(try await statuses(["nonsense", "", "x", "y"], proxies: ["127.0.0.1"]) == [200, 200, 429, 429])
  }
}
