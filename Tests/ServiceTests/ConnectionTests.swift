import EngineSupport
import Service
import ServiceSupport
import Testing

@Suite("Nobody takes all connections", .timeLimit(.minutes(3)))
struct ConnectionTests {
  private let node: TestNode

  init() throws { node = try TestNode.paid() }

  @Test("where there are enough connections newcomers are told so at once, and let in when others go")
  func fullHouse() async throws {
    try await TestService.serving(node) {
      $0.limits.connections = 8
    } _: { service async throws in
      let port = service.port
      let call = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
      let (first, refused, closed) = try await onThread {
        let wires = try (0..<8).map { _ in try Wire(port: port, patience: 5) }
        for wire in wires { wire.send(call) }
        let first = try wires.map { try $0.answer().status }
        let late = try (0..<20).map { _ in try Wire(port: port, patience: 5) }
        for wire in late { wire.send(call) }
        let refused = try late.map { try $0.answer() }
        // One that asks nothing is not waited for.
        let silent = try Wire(port: port, patience: 5)
        let closed = late.allSatisfy { $0.closes() } && silent.closes()
        return withExtendedLifetime(wires) { (first, refused, closed) }
      }
      #expect(first == [Int](repeating: 200, count: 8))
      #expect(refused.allSatisfy { $0.status == 503 && $0.problem == "busy" && $0.headers["retry-after"] == "10" })
      #expect(closed)
      try await Task.sleep(for: .milliseconds(200))
      #expect(try await service.call("/health").status == 200)
    }
  }

  @Test("one address does not get all connections")
  func connections() async throws {
    try await TestService.serving(node) {
      $0.limits.connectionsPerAddress = 5
    } _: { service async throws in
      let port = service.port
      let open = try await onThread {
        let wires = try (0..<12).map { _ in try Wire(port: port, patience: 5) }
        var answered = 0
        for wire in wires {
          wire.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
          if (try? wire.answer())?.status == 200 { answered += 1 }
        }
        return answered
      }
      #expect(open == 5)
      // They are free again once those are gone.
      try await Task.sleep(for: .milliseconds(200))
      #expect(try await service.call("/health").status == 200)
    }
  }
}
