import Coding
import Engine
import Events
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import NIOPosix
import Synchronization

/// What happens to an account, told to its owner as it happens: Server-Sent Events, by the entries of the log.
struct EventRoutes {
  let replica: Replica
  let access: AccessGuard
  let hub: EventHub
  private let replay: EventReplay
  private let gate: Gate

  init(replica: Replica, access: AccessGuard, hub: EventHub) {
    self.replica = replica
    self.access = access
    self.hub = hub
    replay = EventReplay(replica)
    gate = Gate(hub.limits.replays)
  }

  func add(to api: API) {
    api.get(
      "/v1/accounts/:account/events", "What happens to the account from now on, or from `Last-Event-ID` on: a stream.",
      for: .owner, answers: [.other(type: "text/event-stream", "Server-Sent Events (docs/EVENTS.md).")],
      problems: [.tooManyStreams, .behind]
    ) { request, context in
      let account = try context.account()
      let caller = try access.caller(of: request)
      guard caller.account == account else { throw Problem.forbidden }
      let last = try request.lastEvent()
      // Nobody would read it, or end it.
      if request.method == .head { return Response(status: .ok, headers: Self.headers) }
      let channel = context.channel
      guard
        let stream = hub.open(account, credential: caller.credential, onCut: { channel.close(promise: nil) })
      else { throw Problem.tooManyStreams }
      do {
        // A block may have removed it before the stream was there to hear of it.
        guard access.isLive(caller) else { throw Problem.revoked }
        let beginning = try await beginning(of: stream, after: last)
        return response(request, stream, beginning)
      } catch {
        hub.close(stream)
        throw error
      }
    }
  }

  /// What is told before the live events, and the first entry that is live.
  private struct Beginning {
    var text = EventText()
    let live: UInt64
  }

  private func beginning(of stream: EventStream, after last: UInt64?) async throws -> Beginning {
    // The stream is open already: whatever comes from here on is in it.
    let live = hub.logSize
    var beginning = Beginning(live: live)
    beginning.text.open()
    guard let last else {
      beginning.text.beat(upTo: live - 1)
      return beginning
    }
    guard last < live else { throw Problem.behind }
    if let missed = try await missed(stream.account, from: last + 1, to: live) {
      for event in missed { beginning.text.add(event) }
      beginning.text.beat(upTo: live - 1)
    } else {
      beginning.text.reset(from: last + 1, upTo: live - 1)
    }
    return beginning
  }

  private func missed(_ account: AccountNumber, from entry: UInt64, to end: UInt64) async throws -> [AccountEvent]? {
    guard entry < end else { return [] }
    guard end - entry <= hub.limits.replayedEntries else { return nil }
    guard gate.enter(account) else { throw Problem.tooManyStreams }
    defer { gate.leave(account) }
    return try await NIOThreadPool.singleton.runIfActive { [replay, limits = hub.limits] in
      try replay.missed(by: account, from: entry, to: end, limits: limits)
    }
  }

  private func response(_ request: Request, _ stream: EventStream, _ beginning: Beginning) -> Response {
    Response(
      status: .ok, headers: Self.headers,
      body: ResponseBody { [hub] writer in
        defer { hub.close(stream) }
        try await request.body.consumeWithInboundCloseHandler { _ in
          try await writer.write(beginning.text.buffer)
          while let item = await stream.next() {
            var text = EventText()
            switch item {
            case .event(let event): if event.entry >= beginning.live { text.add(event) }
            case .beat(let entry): text.beat(upTo: max(entry, beginning.live - 1))
            }
            try await writer.write(text.buffer)
          }
          try await writer.finish(nil)
        } onInboundClosed: {
          stream.end()
        }
      })
  }

  private static let headers: HTTPFields = [
    .contentType: "text/event-stream", .cacheControl: "no-store",
    // Proxies that gather answers would keep events from their reader.
    HTTPField.Name("X-Accel-Buffering")!: "no",
  ]

  /// Lets so many in at a time, of each account one.
  private final class Gate: Sendable {
    private let count: Int
    private let inside = Mutex<Set<AccountNumber>>([])

    init(_ count: Int) { self.count = count }

    func enter(_ account: AccountNumber) -> Bool {
      inside.withLock { $0.count < count && $0.insert(account).inserted }
    }

    func leave(_ account: AccountNumber) { inside.withLock { _ = $0.remove(account) } }
  }
}

extension Request {
  /// Entry of the last event the caller has seen: `Last-Event-ID`.
  fileprivate func lastEvent() throws(Problem) -> UInt64? {
    guard let text = headers[HTTPField.Name("Last-Event-ID")!], !text.isEmpty else { return nil }
    guard let entry = UInt64(text), entry < .max else {
      throw .malformed(
        Phrase("'Last-Event-ID' adalah nomor entri", "'Last-Event-ID' is the number of an entry"))
    }
    return entry
  }
}

extension Problem {
  static let tooManyStreams = Problem(
    status: .serviceUnavailable, name: "too-many-streams",
    title: Phrase(
      "Terlalu banyak yang mendengarkan; coba sebentar lagi", "Too many are listening; try again in a moment"),
    canRetry: true)
}
