import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Platform

/// Many phones on one thread.
final class Load: @unchecked Sendable {
  // Sendable: everything here happens on its event loop.
  private let loop: any EventLoop
  private(set) var connections: [LoadConnection] = []
  /// When each waiting call was due, by connection.
  private var due: [[UInt64]] = []
  private var firstDue: [Int] = []
  private var phase = Phase.quiet
  private var schedule = Schedule(rate: 1, seconds: 0)
  /// Whose turn it is.
  private var next = 0
  private(set) var histogram = LatencyHistogram()
  /// Answered with 200, by spender, since the beginning.
  private(set) var acknowledged: [Int]
  private(set) var failures: [Int: Int] = [:]
  private(set) var firstProblem = ""
  private(set) var answered = 0
  /// Who was told to come back later, by connection: nothing else goes over it before that has.
  private var turnedAway: [Int: Payment] = [:]

  /// How long after the last call was due the last answer is waited for, nanoseconds.
  private static let patience: UInt64 = 20_000_000_000

  private enum Phase {
    case quiet
    /// Every connection sends again as soon as it is answered.
    case flat
    /// Calls come when they are due, whatever has become of the earlier ones.
    case scheduled
  }

  init(loop: any EventLoop, spenders: Int) {
    self.loop = loop
    acknowledged = Array(repeating: 0, count: spenders)
  }

  // MARK: Connections

  /// Opens so many. Spender `s` always speaks over connection `s % count`, so that its commands arrive in their order.
  func connect(_ count: Int, port: Int) -> EventLoopFuture<Void> {
    let kept = connections.map { ($0.ready, $0.left) }
    connections = []
    due = Array(repeating: [], count: count)
    firstDue = Array(repeating: 0, count: count)
    let opened = (0..<count).map { index in
      let connection = LoadConnection(index: index) { [unowned self] in answered($0, $1) }
      if index < kept.count { connection.ready = Array(kept[index].0.suffix(kept[index].1)) }
      connections.append(connection)
      return ClientBootstrap(group: loop)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            try channel.pipeline.syncOperations.addHandler(connection)
          }
        }
        .connect(host: "127.0.0.1", port: port).map { _ in }
    }
    return EventLoopFuture.andAllSucceed(opened, on: loop)
  }

  /// Commands signed for the connections, in the spenders' order.
  func add(_ payments: [Payment]) {
    for payment in payments { connections[payment.spender % connections.count].ready.append(payment) }
  }

  /// Sent without an answer, or turned away by a node that stops.
  var unanswered: [Payment] { connections.compactMap { $0.current ?? turnedAway[$0.index] } }
  var signedAhead: Int { connections.map(\.left).min() ?? 0 }
  var waiting: Int { zip(due, firstDue).reduce(0) { $0 + $1.0.count - $1.1 } }

  private func answered(_ connection: LoadConnection, _ outcome: LoadConnection.Outcome) {
    answered += 1
    switch outcome.status {
    case 200: acknowledged[outcome.payment.spender] += 1
    case 503:
      turnedAway[connection.index] = outcome.payment
      return
    default:
      failures[outcome.status, default: 0] += 1
      if firstProblem.isEmpty { firstProblem = outcome.problem.filter { $0 != "\n" } }
    }
    switch phase {
    case .quiet: break
    case .flat: _ = connection.send()
    case .scheduled:
      let index = connection.index
      record(due[index][firstDue[index]])
      firstDue[index] += 1
      if firstDue[index] < due[index].count { _ = connection.send() }
    }
  }

  private func record(_ due: UInt64) {
    let now = MonotonicClock.nowNanoseconds()
    histogram.record(microseconds: (now > due ? now - due : 0) / 1_000)
  }

  // MARK: Phases

  /// All connections at once, for so long; answers a second.
  func saturate(seconds: Double) -> EventLoopFuture<Double> {
    phase = .flat
    let (start, before) = (MonotonicClock.nowNanoseconds(), answered)
    for connection in connections { _ = connection.send() }
    return loop.scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { [self] in
      phase = .quiet
      let elapsed = Double(MonotonicClock.nowNanoseconds() - start) / 1e9
      return Double(answered - before) / elapsed
    }.futureResult
  }

  /// Calls at random moments, so many a second on average, for so long. Ends when the last is answered, or soon after the
  /// node is gone.
  func run(rate: Double, seconds: Double) -> EventLoopFuture<Void> {
    phase = .scheduled
    histogram = LatencyHistogram()
    for index in due.indices { (due[index], firstDue[index]) = ([], 0) }
    let done = loop.makePromise(of: Void.self)
    schedule = Schedule(rate: rate, seconds: seconds)
    next = 0
    tick(done)
    return done.futureResult
  }

  private func tick(_ done: EventLoopPromise<Void>) {
    let now = MonotonicClock.nowNanoseconds()
    while let time = schedule.next, time <= now {
      let index = next % connections.count
      next += 1
      due[index].append(time)
      if due[index].count - firstDue[index] == 1 { _ = connections[index].send() }
      schedule.advance()
    }
    let isOver = schedule.next == nil && (waiting == 0 || now > schedule.end + Self.patience)
    if isOver || !connections.contains(where: \.isOpen) {
      phase = .quiet
      return done.succeed()
    }
    loop.scheduleTask(in: .microseconds(500)) { [self] in tick(done) }
  }

  /// Sends again what had no answer, and waits for it.
  func resend(_ payments: [Payment]) -> EventLoopFuture<Void> {
    phase = .quiet
    turnedAway = [:]
    for payment in payments { connections[payment.spender % connections.count].resend(payment) }
    let done = loop.makePromise(of: Void.self)
    wait(done)
    return done.futureResult
  }

  /// Until nothing is under way.
  func settle() -> EventLoopFuture<Void> {
    let done = loop.makePromise(of: Void.self)
    wait(done)
    return done.futureResult
  }

  private func wait(_ done: EventLoopPromise<Void>) {
    if !connections.contains(where: { $0.current != nil }) { return done.succeed() }
    loop.scheduleTask(in: .milliseconds(5)) { [self] in wait(done) }
  }

}

/// Moments at which calls are due: as independent callers come, exponentially apart.
private struct Schedule {
  private(set) var next: UInt64?
  let end: UInt64
  private let mean: Double

  init(rate: Double, seconds: Double) {
    let start = MonotonicClock.nowNanoseconds()
    end = start + UInt64(seconds * 1e9)
    mean = 1e9 / rate
    next = start
    advance()
  }

  mutating func advance() {
    guard let now = next else { return }
    let pause = -mean * log(Double.random(in: 0x1p-53...1))
    let then = now + UInt64(max(1, pause))
    next = then < end ? then : nil
  }
}
