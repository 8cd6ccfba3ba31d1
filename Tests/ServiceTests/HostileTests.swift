import Coding
import Engine
import EngineSupport
import Model
import Service
import ServiceSupport
import TestSupport
import Testing
import Wallet

@Suite("Whatever is sent, the service answers with a problem and goes on", .timeLimit(.minutes(3)))
struct HostileTests {
  private let node: TestNode

  init() throws { node = try TestNode.paid() }

  private func impatient(_ configuration: inout ServiceConfiguration) {
    configuration.limits.head = .milliseconds(600)
    configuration.limits.body = .milliseconds(600)
    configuration.limits.bytesPerSecond = 1 << 20
    configuration.limits.idle = .milliseconds(600)
    configuration.limits.stalled = .milliseconds(600)
  }

  private func lives(_ service: TestService) async throws -> Bool {
    try await service.call("/health").status == 200
  }

  @Test("unknown paths and wrong methods")
  func routes() async throws {
    try await TestService.serving(node) { service async throws in
      for path in [
        "/", "/v2", "/v1/accounts", "/v1/accounts/nobody", "/v1/commands/", "/..%2f..%2fetc/passwd", "/%00",
        "/v1//head",
      ] {
        let answer = try await service.call(path)
        #expect(answer.status == 404 || answer.status == 405 || path == "/v1//head", "\(path) \(answer.status)")
        #expect(answer.problem != nil || answer.status == 200)
      }
      for (method, path, allowed) in [
        ("POST", "/v1/head", "GET, HEAD"), ("GET", "/v1/commands", "POST"),
        ("DELETE", "/v1/accounts/SLR-0/balance", "GET, HEAD"),
        ("TRACE", "/health", "GET, HEAD"),
      ] {
        let answer = try await service.call(method, path)
        #expect(answer.status == 405 && answer.problem == "wrong-method", "\(method) \(path)")
        #expect(answer.headers["allow"] == allowed)
      }
      let head = try await service.call("HEAD", "/health")
      #expect(head.status == 200 && head.body.isEmpty)
    }
  }

  @Test("bodies of the wrong type, truncated, altered, random")
  func bodies() async throws {
    let payment = node.payment(1_000).signed
    var random = SplitMix64(seed: 20)
    try await TestService.serving(node) { service async throws in
      for type in ["", "text/plain", "application/json", "application/cosex", "multipart/form-data; boundary=x"] {
        let answer = try await service.call("POST", "/v1/commands", headers: ["Content-Type": type], body: payment)
        #expect(answer.status == 415 && answer.problem == "wrong-type", "\(type)")
      }
      for target in ["/v1/commands", "/v1/commands/dry-run"] {
        for type in ["application/cose", "application/cbor; x=y"] {
          var bodies = [[], [0xff], [UInt8](repeating: 0x9f, count: 4096), random.bytes(1000)]
          bodies += [0, 1, payment.count / 2, payment.count - 1].map { Array(payment[..<$0]) }
          bodies.append(payment + [0])
          for body in bodies {
            let answer = try await service.call("POST", target, headers: ["Content-Type": type], body: body)
            #expect(answer.status == 400 && answer.problem != nil, "\(target) \(type) \(body.count): \(answer.status)")
          }
        }
      }
      for _ in 0..<40 {
        var altered = payment
        altered[Int(random.next() % UInt64(payment.count))] ^= 1 << UInt8(random.next() % 8)
        let answer = try await service.call(
          "POST", "/v1/commands", headers: ["Content-Type": "application/cose"], body: altered)
        #expect((400..<500).contains(answer.status) && answer.problem != nil, "seed \(random.seed)")
      }
      #expect(try await service.submit(node.payment(1_000)).status == 200)
    }
  }

  @Test("bodies that are too large, said so or not")
  func large() async throws {
    try await TestService.serving(node) { service async throws in
      let much = [UInt8](repeating: 0, count: 2 * Command.maximumBytes + 1)
      let answer = try await service.call(
        "POST", "/v1/commands", headers: ["Content-Type": "application/cose"], body: much)
      #expect(answer.status == 413 && answer.problem == "too-large")
      // Nothing of it has to arrive.
      let announced = try await service.say(
        Array(
          "POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\nContent-Length: 999999999999\r\n\r\n"
            .utf8))
      #expect(announced.status == 413 && announced.problem == "too-large")
      let port = service.port
      let chunked = try await onThread {
        let wire = try Wire(port: port)
        wire.send(
          "POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/cose\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for _ in 0..<40 { wire.send("10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n") }
        return try wire.answer()
      }
      #expect(chunked.status == 413)
      #expect(try await lives(service))
    }
  }

  @Test("what is no HTTP, and heads that are too large")
  func heads() async throws {
    try await TestService.serving(node) { service async throws in
      for text in [
        "\u{16}\u{3}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /a b c HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
      ] {
        let answer = try await service.say(Array(text.utf8))
        #expect(answer.status == 400 && answer.problem == "malformed", "\(text.debugDescription) \(answer.status)")
      }
      let long = "GET /health HTTP/1.1\r\nHost: x\r\nX-Long: \(String(repeating: "a", count: 40_000))\r\n\r\n"
      #expect(try await service.say(Array(long.utf8)).problem == "headers-too-large")
      let many = (0..<500).map { "X-\($0): 1\r\n" }.joined()
      #expect(
        try await service.say(Array("GET /health HTTP/1.1\r\nHost: x\r\n\(many)\r\n".utf8)).problem
          == "headers-too-large")
      let path = String(repeating: "a", count: 60_000)
      let answer = try await service.say(Array("GET /\(path) HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
      #expect((400..<500).contains(answer.status))
      #expect(try await lives(service))
    }
  }

  @Test("those who send a head or a body a drop at a time are let go")
  func drops() async throws {
    try await TestService.serving(node, configure: impatient) { service async throws in
      let port = service.port
      for beginning in [
        "", "GET /health HTTP/1.1\r\n",
        "POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/cose\r\nContent-Length: 5000\r\n\r\n",
        // Refused at once, and still sending.
        "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n",
        // A first call that is whole, and a second that is not.
        "GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /hea",
      ] {
        let gone = try await onThread {
          let wire = try Wire(port: port, patience: 5)
          wire.send(beginning)
          for _ in 0..<100 {
            // A second write to a closed connection fails.
            guard wire.send("X") else { return true }
            usleepMilliseconds(50)
          }
          return wire.closes()
        }
        #expect(gone, "\(beginning)")
      }
      let silent = try await onThread { try Wire(port: port, patience: 5).closes() }
      #expect(silent)
      #expect(try await lives(service))
    }
  }

  @Test("those who ask and take no answer are let go")
  func deaf() async throws {
    try await TestService.serving(node, configure: impatient) { service async throws in
      let port = service.port
      let gone = try await onThread {
        let wire = try Wire(port: port, patience: 5)
        let calls = String(repeating: "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n", count: 50)
        for _ in 0..<200 {
          guard wire.send(calls) else { return true }
          usleepMilliseconds(20)
        }
        return false
      }
      #expect(gone)
      #expect(try await lives(service))
    }
  }

  @Test("a slow body that still comes is waited for")
  func slow() async throws {
    let payment = node.payment(1_000).signed
    try await TestService.serving(node) { service async throws in
      let port = service.port
      let answer = try await onThread {
        let wire = try Wire(port: port)
        wire.send(
          "POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/cose\r\nContent-Length: \(payment.count)\r\n\r\n"
        )
        for byte in payment {
          wire.send([byte])
          usleepMilliseconds(1)
        }
        return try wire.answer()
      }
      #expect(answer.status == 200)
    }
  }

  @Test("HTTP/1.0 is answered as it expects: kept where it asked for that, ended where it did not")
  func earlier() async throws {
    try await TestService.serving(node) { service async throws in
      let port = service.port
      let (connections, ends) = try await onThread {
        let wire = try Wire(port: port, patience: 5)
        var connections: [String?] = []
        for _ in 0..<3 {
          wire.send("GET /health HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
          connections.append(try wire.answer().headers["connection"])
        }
        wire.send("GET /health HTTP/1.0\r\n\r\n")
        connections.append(try wire.answer().headers["connection"])
        let later = try Wire(port: port, patience: 5)
        later.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n")
        return (connections, wire.closes() && later.closes())
      }
      #expect(connections == ["keep-alive", "keep-alive", "keep-alive", "close"])
      #expect(ends)
      // What has no length ends with the connection, and is not cut into chunks.
      let target = "/v1/accounts/\(TestNode.families[0])/events"
      let header = service.authorization(.family(0), .init(network: node.genesis.network, target: target))
      let stream = try await onThread {
        let wire = try Wire(port: port, patience: 5)
        wire.send("GET \(target) HTTP/1.0\r\nConnection: keep-alive\r\nAuthorization: \(header)\r\n\r\n")
        return try wire.answer(hasBody: false).headers
      }
      #expect(stream["connection"] == "close" && stream["transfer-encoding"] == nil)
    }
  }

  @Test("a large body is read on only where an agency has signed its beginning")
  func strangersBodies() async throws {
    let payment = node.payment(1_000).signed
    let filling = (0..<40).map { _ in Sealed(bytes: [UInt8](repeating: 7, count: 16 << 10))! }
    func large(_ signed: [UInt8]) -> [UInt8] { CommandBundle(signed: signed, sealed: filling).encoded }
    let act = node.command(.registry, .registerSchema(schema: TestNode.schema)).signed
    var forged = act
    forged[forged.count - 1] ^= 1
    try await TestService.serving(node) { service async throws in
      func post(_ body: [UInt8]) async throws -> WireAnswer {
        try await service.call("POST", "/v1/commands", headers: ["Content-Type": "application/cbor"], body: body)
      }
      #expect(try await post(large(payment)).problem == "too-large")
      #expect(try await post(large(forged)).problem == "wrong-signature")
      #expect(try await post([UInt8](repeating: 0, count: 300_000)).problem == "malformed")
      // Read whole, and answered by the ledger: nothing belongs beside it.
      #expect(try await post(large(act)).json?["rejection"]?["name"] == "sealedMissing")
      #expect(try await lives(service))
    }
  }

  @Test("large bodies together hold no more than there is for them")
  func manyBodies() async throws {
    let filling = (0..<30).map { _ in Sealed(bytes: [UInt8](repeating: 7, count: 16 << 10))! }
    let body = CommandBundle(
      signed: node.command(.registry, .registerSchema(schema: TestNode.schema)).signed, sealed: filling
    ).encoded
    try await TestService.serving(node) {
      $0.bodyBytes = 700_000
      $0.limits.bodyMemory = 0
    } _: { service async throws in
      let port = service.port
      let head =
        "POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\nContent-Length: \(body.count)\r\n\r\n"
      let (second, third) = try await onThread {
        let first = try Wire(port: port)
        first.send(head)
        first.send(Array(body.dropLast()))
        usleepMilliseconds(500)
        func attempt() throws -> WireAnswer {
          let wire = try Wire(port: port)
          wire.send(head)
          wire.send(body)
          return try wire.answer()
        }
        let second = try attempt()
        first.send(Array(body.suffix(1)))
        _ = try first.answer()
        return (second, try attempt())
      }
      #expect(second.problem == "busy" && second.json?["retry"] == true)
      #expect(third.json?["rejection"]?["name"] == "sealedMissing")
    }
  }

  @Test("streams leave connections for everybody else, and are refused with a word")
  func streams() async throws {
    try await TestService.serving(node) {
      $0.limits.connections = 8
    } _: { service async throws in
      let target = "/v1/accounts/\(TestNode.families[0])/events"
      let heads = (0..<7).map { _ in
        let header = service.authorization(.family(0), .init(network: node.genesis.network, target: target))
        return "GET \(target) HTTP/1.1\r\nHost: x\r\nAuthorization: \(header)\r\n\r\n"
      }
      let port = service.port
      let (statuses, other) = try await onThread {
        let wires = try heads.map { head in
          let wire = try Wire(port: port, patience: 5)
          wire.send(head)
          return wire
        }
        let statuses = try wires.map { try $0.answer(hasBody: false).status }
        let wire = try Wire(port: port, patience: 5)
        wire.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        return (statuses, try wire.answer().status)
      }
      #expect(statuses.sorted() == [200, 200, 200, 200, 200, 200, 503] && other == 200)
    }
  }

  @Test("a body that breaks off, or goes on as no HTTP, is its sender's mistake")
  func broken() async throws {
    try await TestService.serving(node) { service async throws in
      let head = "POST /v1/commands HTTP/1.1\r\nHost: x\r\nContent-Type: application/cose\r\n"
      let port = service.port
      for rest in ["Transfer-Encoding: chunked\r\n\r\nZZ\r\n", "Content-Length: 100\r\n\r\nabc"] {
        let answer = try await onThread {
          let wire = try Wire(port: port)
          wire.send(head + rest)
          wire.finish()
          return try wire.answer()
        }
        #expect(answer.status == 400 && answer.problem == "malformed", "\(rest)")
      }
    }
  }

  @Test("asking for the head of a stream opens none")
  func streamHeads() async throws {
    try await TestService.serving(node) { service async throws in
      let target = "/v1/accounts/\(TestNode.families[0])/events"
      var signing = TestService.Signing(network: node.genesis.network, target: target)
      signing.method = "HEAD"
      let answer = try await service.call(
        "HEAD", target, headers: ["Authorization": service.authorization(.family(0), signing)])
      #expect(answer.status == 200 && answer.type == "text/event-stream")
      #expect(service.service.notifications.hub.streamCount == 0)
    }
  }

  @Test("calls one after the other on one connection")
  func pipelined() async throws {
    try await TestService.serving(node) { service async throws in
      let port = service.port
      let statuses = try await onThread {
        let wire = try Wire(port: port)
        wire.send(String(repeating: "GET /health HTTP/1.1\r\nHost: x\r\n\r\n", count: 50))
        return try (0..<50).map { _ in try wire.answer().status }
      }
      #expect(statuses == [Int](repeating: 200, count: 50))
    }
  }
}
