import Coding
import Engine
import EngineSupport
import Events
import Foundation
import Glibc
import Model
import Platform
import Presentation
import ServiceSupport
import Testing

@Suite("Events over a real socket", .serialized)
struct EventStreamTests {
  private let family = Signer.family(0)
  private let shop = Signer.shop

  @Test("subscribe, pay, hear of it; only the owner does")
  func live() async throws {
    let running = try await TestService.unhurried(TestNode.paid())
    let reader = try running.events(shop)
    #expect(try await reader.wait { $0.beats == 1 })
    #expect(reader.status == 200 && reader.text.contains("text/event-stream"))
    #expect(reader.lastID == running.node.replica.logSize - 1)
    let entry = try running.node.accept(running.node.payment(25_000))
    #expect(try await reader.wait { !$0.events.isEmpty })
    let event = try #require(reader.events.first)
    #expect(event.name == "payment-arrived" && event.id == entry)
    #expect(event.data["amount"] == 25_000 && event.data["detail"] == "sale" && event.data["series"] == "id.test")
    #expect(event.data["entry"] == JSON(entry))
    // Others' accounts, and nobody's signature.
    let path = running.eventsPath(shop)
    #expect(try await running.call(path, as: family).status == 403)
    #expect(try await running.call(path).status == 401)
    await running.stop()
    #expect(try await reader.wait { $0.hasEnded })
    #expect(reader.text.hasSuffix("0\r\n\r\n"))
  }

  @Test("whoever comes back hears what was missed, after a restart too, and nothing twice")
  func resume() async throws {
    let node = try TestNode.paid()
    var running: TestService! = try await TestService.unhurried(node)
    let reader = try running.events(shop)
    #expect(try await reader.wait { $0.beats == 1 })
    let first = try node.accept(node.payment(1_000))
    #expect(try await reader.wait { $0.lastID == first })
    reader.close()
    let missed = [try node.accept(node.payment(2_000)), try node.accept(node.payment(3_000, family: 1))]
    await running.stop()
    running = nil
    try node.reopen()
    running = try await TestService.unhurried(node)
    let back = try running.events(shop, after: first)
    #expect(try await back.wait { $0.beats == 1 })
    let last = try node.accept(node.payment(4_000))
    #expect(try await back.wait { $0.events.count == 3 })
    #expect(back.events.map(\.id) == missed + [last])
    #expect(back.events.map { $0.data["amount"] } == [2_000, 3_000, 4_000])
    // From a log longer than this one.
    #expect(
      try await running.call(
        running.eventsPath(shop), as: shop, headers: ["Last-Event-ID": "\(node.replica.logSize)"]
      ).status == 409)
    await running.stop()
  }

  @Test("too much missed: a word to read the history, and on from there")
  func reset() async throws {
    let node = try TestNode.paid()
    let running = try await TestService.unhurried(node) { $0.events.replayedEntries = 10 }
    for _ in 0..<8 { try node.accept(node.payment(100)) }
    let reader = try running.events(shop, after: node.replica.logSize - 12)
    #expect(try await reader.wait { !$0.events.isEmpty })
    #expect(reader.events[0].name == "reset" && reader.lastID == node.replica.logSize - 1)
    let entry = try node.accept(node.payment(100))
    #expect(try await reader.wait { $0.events.count == 2 })
    #expect(reader.events[1].id == entry)
    await running.stop()
  }

  @Test("beats come by themselves, and take the id along")
  func beats() async throws {
    let node = try TestNode.paid()
    let running = try await TestService.unhurried(node) { $0.events.beat = .milliseconds(50) }
    let reader = try running.events(family)
    #expect(try await reader.wait { $0.beats > 3 })
    try node.decide()
    #expect(try await reader.wait { $0.lastID == node.replica.logSize - 1 })
    #expect(reader.events.isEmpty)
    await running.stop()
  }

  @Test("a reader that does not read is cut off, and the engine never waits for it")
  func slowReader() async throws {
    let node = try TestNode.paid()
    let running = try await TestService.unhurried(node) {
      $0.events.beat = .milliseconds(100)
      $0.events.buffered = 5_000
    }
    let slow = try running.events(shop, receiveBuffer: 4096)
    let attentive = try running.events(shop)
    #expect(try await slow.wait { $0.beats > 0 })
    // A shop with a queue: its one stream's buffers and the sockets' fill up.
    let clock = ContinuousClock()
    var slowest = Duration.zero
    var count = 0
    let isCut = try await eventually(seconds: 60) {
      slowest = max(
        slowest, try clock.measure { try node.decide((0..<100).map { node.payment(1, ahead: UInt64($0)) }) })
      count += 100
      attentive.read()
      // The attentive one is what remains.
      return running.streamCount == 1
    }
    #expect(isCut)
    #expect(slowest < .seconds(2))
    #expect(try await attentive.wait { $0.events.count == count })
    #expect(try await slow.wait { $0.hasEnded })
    await running.stop()
  }

  @Test("a thousand idle streams cost little")
  func idle() async throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(7), &limit)
    limit.rlim_cur = min(limit.rlim_max, 8192)
    setrlimit(__rlimit_resource_t(7), &limit)
    let node = try TestNode.paid()
    let running = try await TestService.unhurried(node) {
      $0.events.streamsPerAccount = 2_000
      $0.events.beat = .milliseconds(500)
    }
    let before = Self.residentBytes
    var readers: [EventReader] = []
    for _ in 0..<1_000 { readers.append(try running.events(family)) }
    #expect(try await eventually(seconds: 60) { running.streamCount == 1_000 })
    let each = (Self.residentBytes - before) / 1_000
    let start = Glibc.clock()
    let elapsed = try await ContinuousClock().measure { try await Task.sleep(for: .seconds(3)) }
    let busy = Double(Glibc.clock() - start) / Double(CLOCKS_PER_SEC)
    let share = busy / (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
    let beat = ContinuousClock().measure { running.beat() }
    // Other tests share the process: its memory and time are told, and only bounded where that is certain.
    print(
      "a thousand idle streams: \(each) bytes each, \(Int(share * 1000)) ‰ of a core at two beats a second; \(beat) a beat"
    )
    #expect(each < 1_000_000 && beat < .milliseconds(500))
    let entry = try node.accept(
      node.command(
        .identity, .claim(account: TestNode.families[2], key: TestNode.holder(2).publicKey),
        proof: node.possession(TestNode.holder(2), of: TestNode.families[2])))
    #expect(entry > 0)
    for reader in readers { reader.close() }
    #expect(try await eventually { running.streamCount == 0 })
    await running.stop()
  }

  private static var residentBytes: Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
  }
}
