import Dispatch
import Events
import Logging
import Model
import Platform
import ServiceLifecycle
import Synchronization

/// Takes what happens to subscribed accounts to their phones: queues it durably, calls the push services, and tries again
/// where they do not answer, after a restart too.
public actor PushDelivery: Service {
  private let outbox: PushOutbox
  private let hub: EventHub
  private let backlog: EventBacklog
  private let replay: EventReplay
  private let configuration: PushConfiguration
  private let caller: PushCaller
  private let logger: Logger
  private let wakeUps: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  /// Subscriptions ready to be called, in order, and what else becomes of those with something waiting.
  private var ready = ReadyQueue()
  private var standing: [UInt64: Standing] = [:]
  /// By the monotonic clock in ticks, those that wait for their next attempt.
  private var due: [Int64: [UInt64]] = [:]
  private var lastTick: Int64 = 0
  private var failures: [UInt64: Int] = [:]
  private var calls: [UInt64: Task<Void, Never>] = [:]
  private var storageFailed = false
  private let stop = StopSign()

  private enum Standing { case ready, calling, waiting }

  /// - Parameters:
  ///   - backlog: what the hub puts in, announced through `arrivals`.
  public init(
    outbox: PushOutbox, hub: EventHub, backlog: EventBacklog, arrivals: AsyncStream<Void>,
    wake: AsyncStream<Void>.Continuation, replay: EventReplay, key: VAPIDKey, configuration: PushConfiguration,
    logger: Logger
  ) {
    self.outbox = outbox
    self.hub = hub
    self.backlog = backlog
    self.replay = replay
    self.configuration = configuration
    self.logger = logger
    wakeUps = arrivals
    self.wake = wake
    caller = PushCaller(key: key, configuration: configuration)
  }

  public func run() async throws {
    outbox.accounts.forEach { outbox.settle($0, in: hub) }
    let ticking = Task { [wake, tick = configuration.pace.tick] in
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(tick))
        wake.yield()
      }
    }
    await withGracefulShutdownHandler {
      await beginWhereItStopped()
      for id in outbox.waiting { makeReady(id) }
      wake.yield()
      for await _ in wakeUps { await work() }
    } onGracefulShutdown: { [wake, stop] in
      stop.raise()
      wake.finish()
    }
    ticking.cancel()
    for call in calls.values { call.cancel() }
    for call in calls.values { await call.value }
  }

  /// What has happened while the node was down, or before it knew of pushes.
  private func beginWhereItStopped() async {
    let end = hub.logSize
    let (scanned, accounts) = (outbox.scanned ?? end, outbox.accounts)
    await readJournal(from: min(scanned, end), to: end, accounts)
  }

  private func work() async {
    await takeBacklog()
    rouse()
    call()
  }

  /// Those whose next attempt is due.
  private func rouse() {
    let now = tickNow
    guard now > lastTick else { return }
    lastTick = now
    for tick in due.keys.filter({ $0 <= now }) {
      for id in due.removeValue(forKey: tick) ?? [] {
        standing[id] = nil
        makeReady(id)
      }
    }
  }

  private var tickNow: Int64 {
    Int64(MonotonicClock.nowNanoseconds() / 1_000_000) / configuration.pace.tick
  }

  // MARK: What has happened

  /// Pushes that may wait in all; beyond them the log is not gone through further until some are delivered.
  private static let mostQueued = 1_000_000

  private func takeBacklog() async {
    guard outbox.queuedCount < Self.mostQueued, let batch = backlog.take() else { return }
    let scanned = outbox.scanned ?? batch.from
    if batch.hasGap || scanned < batch.from {
      await readJournal(from: scanned, to: batch.to, outbox.accounts)
    } else {
      keep(batch.events.filter { $0.entry >= scanned }, scanned: batch.to)
    }
    end(batch)
  }

  private func readJournal(from: UInt64, to: UInt64, _ accounts: AccountSet) async {
    guard from < to, !accounts.isEmpty else { return keep([], scanned: to) }
    let (batches, feed) = AsyncThrowingStream.makeStream(of: EventBacklog.Batch.self)
    DispatchQueue.global().async { [replay, stop] in
      do {
        var batch = EventBacklog.Batch(from: from, to: from)
        try replay.forEachBlock(from: from, to: to, concerning: accounts) { next in
          batch.join(next)
          if batch.events.count >= 10_000 {
            feed.yield(batch)
            batch = EventBacklog.Batch(from: next.to, to: next.to)
          }
          return !stop.isUp
        }
        feed.yield(batch)
        feed.finish()
      } catch {
        feed.finish(throwing: error)
      }
    }
    do {
      for try await batch in batches {
        keep(batch.events, scanned: batch.to)
        end(batch)
      }
      if !stop.isUp { keep([], scanned: to) }
    } catch {
      logger.error("the journal cannot be read for pushes", metadata: ["reason": "\(error)"])
    }
  }

  private func keep(_ events: [AccountEvent], scanned: UInt64) {
    stored {
      for id in try outbox.queue(events, scanned: scanned, now: SystemClock.nowMilliseconds()) { makeReady(id) }
    }
  }

  /// Ends what erased accounts and removed credentials had subscribed.
  private func end(_ batch: EventBacklog.Batch) {
    stored {
      for account in batch.erased { try outbox.forget(account) }
      for removed in batch.removed { _ = try outbox.unsubscribe(removed.account, credential: removed.credential) }
    }
    for account in batch.erased + batch.removed.map(\.account) { outbox.settle(account, in: hub) }
  }

  private func stored(_ body: () throws -> Void) {
    do {
      try body()
      storageFailed = false
    } catch {
      if !storageFailed { logger.error("the push outbox cannot be written", metadata: ["reason": "\(error)"]) }
      storageFailed = true
    }
  }

  // MARK: Calling

  private func makeReady(_ id: UInt64) {
    guard standing[id] == nil else { return }
    standing[id] = .ready
    ready.append(id)
  }

  private func call() {
    let free = configuration.concurrency - calls.count
    guard free > 0, !ready.isEmpty else { return }
    for id in ready.take(free) {
      standing[id] = nil
      guard let (subscriber, push) = outbox.next(id) else { continue }
      if SystemClock.nowMilliseconds() - push.since > configuration.pace.patience {
        stored { try outbox.done(id, through: push.entry) }
        makeReady(id)
        wake.yield()
        continue
      }
      standing[id] = .calling
      calls[id] = Task {
        self.finish(id, push, await self.caller.deliver(push, to: subscriber.subscription))
      }
    }
  }

  private func finish(_ id: UInt64, _ push: QueuedPush, _ outcome: PushCaller.Outcome) {
    calls[id] = nil
    standing[id] = nil
    guard !Task.isCancelled else { return }
    switch outcome {
    case .delivered, .refused:
      failures[id] = nil
      stored { try outbox.done(id, through: push.entry) }
      if outbox.next(id) != nil { makeReady(id) }
    case .gone:
      failures[id] = nil
      stored {
        if let account = try outbox.remove(id) { outbox.settle(account, in: hub) }
      }
    case .later(let earliest): wait(id, earliest)
    }
    wake.yield()
  }

  private func wait(_ id: UInt64, _ earliest: Int64?) {
    failures[id, default: 0] += 1
    var random = SystemRandomNumberGenerator()
    let delay = max(configuration.pace.delay(after: failures[id]!, random: &random), earliest ?? 0)
    standing[id] = .waiting
    due[tickNow + 1 + delay / configuration.pace.tick, default: []].append(id)
  }
}

/// First in, first out, however many.
private struct ReadyQueue {
  private var ids: [UInt64] = []
  private var head = 0

  var isEmpty: Bool { head == ids.count }

  mutating func append(_ id: UInt64) { ids.append(id) }

  mutating func take(_ count: Int) -> ArraySlice<UInt64> {
    let taken = ids[head...].prefix(count)
    head += taken.count
    if head == ids.count || head > 1 << 16 {
      ids.removeFirst(head)
      head = 0
    }
    return taken
  }
}

/// Says to whoever reads the journal that the node stops.
private final class StopSign: Sendable {
  private let state = Mutex(false)

  var isUp: Bool { state.withLock { $0 } }

  func raise() { state.withLock { $0 = true } }
}

extension EventBacklog.Batch {
  fileprivate mutating func join(_ next: EventBacklog.Batch) {
    events += next.events
    erased += next.erased
    removed += next.removed
    to = next.to
  }
}
