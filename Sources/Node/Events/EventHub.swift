import Engine
import Ledger
import Model
import Records
import Synchronization

/// Passes on what a durable block holds for accounts that somebody listens for.
///
/// It runs on the engine's thread, so it does little: where nobody listens, nothing; else it looks at each receipt's kind and
/// account, and copies those that concern a listener.
public final class EventHub: BlockObserver {
  public let limits: EventLimits
  private let backlog: EventBacklog?
  private let state = Mutex(State())

  fileprivate struct State {
    var streams: [AccountNumber: [EventStream]] = [:]
    var streamCount = 0
    var streamed = AccountSet()
    /// Accounts whose events go to the backlog.
    var kept = AccountSet()
    /// The log's size and the newest block's time.
    var logSize: UInt64 = 0
    var time = BlockTime(milliseconds: 0)
    var isStopped = false
  }

  public init(limits: EventLimits = EventLimits(), backlog: EventBacklog? = nil) {
    self.limits = limits
    self.backlog = backlog
  }

  // MARK: Listening

  /// Opens a stream of an account's events; nil where there are too many streams, or the node is stopping. An account's
  /// oldest stream ends where it has too many.
  ///
  /// - Parameter onCut: cuts the reader's connection.
  public func open(
    _ account: AccountNumber, credential: UInt16, onCut: @escaping @Sendable () -> Void
  ) -> EventStream? {
    state.withLock { (state) -> EventStream? in
      let mine = state.streams[account] ?? []
      let isFull = mine.count >= limits.streamsPerAccount
      guard !state.isStopped, isFull || state.streamCount < limits.streams else { return nil }
      if isFull { state.remove(mine[0]) { $0.end() } }
      let stream = EventStream(account, credential: credential, capacity: limits.buffered, onCut: onCut)
      state.streams[account, default: []].append(stream)
      state.streamCount += 1
      state.streamed.insert(account)
      return stream
    }
  }

  public func close(_ stream: EventStream) { state.withLock { $0.remove(stream) { $0.end() } } }

  public var streamCount: Int { state.withLock { $0.streamCount } }

  /// Entries of the log whose events have been told.
  public var logSize: UInt64 { state.withLock { $0.logSize } }

  /// Sets an account's events aside from now on, or no more.
  public func keep(_ account: AccountNumber, _ isKept: Bool) {
    state.withLock { isKept ? $0.kept.insert(account) : $0.kept.remove(account) }
  }

  /// A word to every stream that the connection lives. Those nobody reads are cut off, those that are old end.
  public func beat() {
    state.withLock { state in
      guard state.logSize > 0 else { return }
      for stream in state.streams.values.joined() {
        let isAlive = stream.beat(upTo: state.logSize - 1, longest: limits.longestBeats)
        if !isAlive || stream.hasEnded { state.remove(stream) { _ in } }
      }
    }
  }

  /// Ends every stream, and opens none from now on.
  public func stop() {
    state.withLock { state in
      state.isStopped = true
      for stream in state.streams.values.joined() { state.remove(stream) { $0.end() } }
    }
  }

  // MARK: Blocks

  public func begins(after newest: BlockEntry) {
    state.withLock { ($0.logSize, $0.time) = (newest.logSize, newest.time) }
  }

  public func isDurable(_ block: BlockEntry, _ entries: EntryBuffer, _ ledger: borrowing LedgerState) {
    state.withLock { state in
      var batch = EventBacklog.Batch(from: state.logSize, to: block.logSize)
      if !state.streamed.isEmpty || !state.kept.isEmpty {
        let (vouchers, streamed, kept) = (VoucherCatalogue(ledger), state.streamed, state.kept)
        ReceiptSieve.forEach(in: entries.receipts, where: { streamed.contains($0) || kept.contains($0) }) {
          state.tell($1, entry: entries.firstEntry + UInt64($0), vouchers, &batch)
        }
        state.tellExpiring(vouchers, block, ledger.money, &batch)
      }
      (state.logSize, state.time) = (block.logSize, block.time)
      backlog?.add(batch)
    }
  }
}

extension EventHub.State {
  fileprivate mutating func remove(_ stream: EventStream, _ last: (EventStream) -> Void) {
    last(stream)
    guard var mine = streams[stream.account], let index = mine.firstIndex(where: { $0 === stream }) else { return }
    mine.remove(at: index)
    streamCount -= 1
    streams[stream.account] = mine.isEmpty ? nil : mine
    if mine.isEmpty { streamed.remove(stream.account) }
  }

  fileprivate mutating func tell(
    _ receipt: Receipt, entry: UInt64, _ vouchers: VoucherCatalogue, _ batch: inout EventBacklog.Batch
  ) {
    if receipt.kind == .erased, kept.contains(receipt.account) { batch.erased.append(receipt.account) }
    guard let event = AccountEvent(receipt, entry: entry, vouchers: vouchers) else { return }
    tell(event, &batch)
    if event.detail == .removed, let credential = event.credential { end(event.account, credential, &batch) }
  }

  private mutating func tell(_ event: AccountEvent, _ batch: inout EventBacklog.Batch) {
    if kept.contains(event.account) { batch.events.append(event) }
    for stream in streams[event.account] ?? [] where !stream.put(event) { remove(stream) { _ in } }
  }

  /// A credential that may act no more hears no more.
  private mutating func end(
    _ account: AccountNumber, _ credential: UInt16, _ batch: inout EventBacklog.Batch
  ) {
    if kept.contains(account) {
      batch.removed.append(EventBacklog.RemovedCredential(account: account, credential: credential))
    }
    for stream in streams[account] ?? [] where stream.credential == credential { remove(stream) { $0.end() } }
  }

  /// Vouchers that near their end, in a block that passed one of the marks: few blocks do.
  fileprivate mutating func tellExpiring(
    _ vouchers: VoucherCatalogue, _ block: BlockEntry, _ money: borrowing MoneyTable,
    _ batch: inout EventBacklog.Batch
  ) {
    for (number, detail) in vouchers.expiring(after: time, upTo: block.time) {
      var events: [AccountEvent] = []
      func look(_ account: AccountNumber, _ money: borrowing MoneyTable) {
        guard account.row < money.accountCount else { return }
        let left = money.balance(of: account, voucherClass: number)
        guard left > 0 else { return }
        events.append(
          vouchers.expiry(number, detail, of: account, left, at: (entry: block.logSize - 1, time: block.time)))
      }
      streamed.forEach { look($0, money) }
      kept.forEach { if !streamed.contains($0) { look($0, money) } }
      for event in events { tell(event, &batch) }
    }
  }
}
