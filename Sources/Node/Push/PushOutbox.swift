import Coding
import Events
import Model
import Platform
import Records
import Signing
import Synchronization

/// Who is subscribed, what waits for them, and how far the log has been gone through: a file of appended lines, each with its
/// length and checksum, written anew when most of it is past.
///
/// A subscription is on disk before it is answered. The rest may lose its newest lines in a power cut, together and in
/// order: then that stretch of the log is gone through again, and a phone may be told twice.
public final class PushOutbox: Sendable {
  private let path: String
  private let network: NetworkID
  private let limits: PushConfiguration
  private let state: Mutex<State>
  private let settling = Mutex(())

  private struct State {
    var contents = PushContents()
    var file: File
    var end: Int
  }

  public init(folder: String, network: NetworkID, limits: PushConfiguration) throws(StorageError) {
    try Directory.create(folder)
    path = folder + "/outbox"
    self.network = network
    self.limits = limits
    var contents = PushContents()
    if Directory.exists(path) {
      contents = PushContents(lines: try File.contents(of: path, limit: 4 << 30), network: network)
    }
    // Writing it anew leaves out a torn end.
    try File.replace(path, with: contents.lines(network), permissions: 0o600)
    let file = try File(path, .update)
    state = Mutex(State(contents: contents, file: file, end: try file.size))
  }

  /// The log's size up to which everything has been queued; nil in a new outbox.
  public var scanned: UInt64? { state.withLock { $0.contents.scanned } }

  /// Accounts with a subscription.
  public var accounts: AccountSet { state.withLock { AccountSet($0.contents.byAccount.keys) } }

  public func hasSubscription(_ account: AccountNumber) -> Bool {
    state.withLock { $0.contents.byAccount[account] != nil }
  }

  /// Has the hub keep an account's events exactly while somebody is subscribed to them.
  public func settle(_ account: AccountNumber, in hub: EventHub) {
    // One at a time, or an older look could have the last word.
    settling.withLock { _ in hub.keep(account, hasSubscription(account)) }
  }

  public var subscriptionCount: Int { state.withLock { $0.contents.subscribers.count } }

  public var queuedCount: Int { state.withLock { $0.contents.queuedCount } }

  // MARK: Subscribing

  /// Durable when it returns. A subscription of the same account to the same endpoint is replaced, and so is its oldest
  /// where it has too many. False where the node has too many.
  public func subscribe(_ subscriber: PushSubscriber) throws(StorageError) -> Bool {
    try state.withLock { (state) throws(StorageError) in
      guard let records = state.contents.records(subscribing: subscriber, limits) else { return false }
      try append(records, &state)
      try state.file.synchronise()
      return true
    }
  }

  /// Ends an account's subscription to an endpoint, or all of them; how many those were.
  public func unsubscribe(_ account: AccountNumber, endpoint: String? = nil) throws(StorageError) -> Int {
    try remove(account) { endpoint == nil || $0.subscription.endpoint.url == endpoint }
  }

  public func unsubscribe(_ account: AccountNumber, credential: UInt16) throws(StorageError) -> Int {
    try remove(account) { $0.credential == credential }
  }

  /// Ends an account's subscriptions and writes the file anew, so that nothing of them is left in it.
  public func forget(_ account: AccountNumber) throws(StorageError) {
    _ = try unsubscribe(account)
    try state.withLock { (state) throws(StorageError) in try rewrite(&state) }
  }

  private func remove(_ account: AccountNumber, _ isMeant: (PushSubscriber) -> Bool) throws(StorageError) -> Int {
    try state.withLock { (state) throws(StorageError) in
      let mine = state.contents.byAccount[account] ?? []
      let ids = mine.filter { state.contents.subscribers[$0].map(isMeant) ?? false }
      guard !ids.isEmpty else { return 0 }
      try append(ids.map { .removed(id: $0) }, &state)
      try state.file.synchronise()
      return ids.count
    }
  }

  // MARK: Delivering

  /// Queues events for whoever is subscribed to their accounts; the subscriptions that now have something waiting.
  package func queue(_ events: [AccountEvent], scanned: UInt64, now: Int64) throws(StorageError) -> [UInt64] {
    try state.withLock { (state) throws(StorageError) in
      if state.contents.subscribers.isEmpty {
        // Not worth a line: the first subscription writes where it begins.
        state.contents.apply(.scanned(scanned))
        return []
      }
      var records: [PushRecord] = []
      var ids: [UInt64] = []
      for event in events {
        for id in state.contents.byAccount[event.account] ?? [] {
          records.append(.queued(id: id, QueuedPush(kind: event.kind, entry: event.entry, since: now)))
          ids.append(id)
        }
      }
      records.append(.scanned(scanned))
      try append(records, &state)
      return ids
    }
  }

  /// Subscriptions with something waiting.
  package var waiting: [UInt64] { state.withLock { $0.contents.queued.keys.sorted() } }

  /// What is to be delivered next to a subscription.
  package func next(_ id: UInt64) -> (PushSubscriber, QueuedPush)? {
    state.withLock { state in
      guard let subscriber = state.contents.subscribers[id], let push = state.contents.queued[id]?.first else {
        return nil
      }
      return (subscriber, push)
    }
  }

  package func done(_ id: UInt64, through entry: UInt64) throws(StorageError) {
    try state.withLock { (state) throws(StorageError) in try append([.done(id: id, through: entry)], &state) }
  }

  /// A dead endpoint; the account it was of.
  package func remove(_ id: UInt64) throws(StorageError) -> AccountNumber? {
    try state.withLock { (state) throws(StorageError) in
      guard let account = state.contents.subscribers[id]?.account else { return nil }
      try append([.removed(id: id)], &state)
      return account
    }
  }

  // MARK: The file

  private func append(_ records: [PushRecord], _ state: inout State) throws(StorageError) {
    let lines = records.flatMap(PushContents.line)
    try state.file.write(lines, at: state.end)
    state.end += lines.count
    for record in records { state.contents.apply(record) }
    if state.end > 1 << 20, state.end > 4 * state.contents.byteEstimate { try rewrite(&state) }
  }

  private func rewrite(_ state: inout State) throws(StorageError) {
    let lines = state.contents.lines(network)
    try File.replace(path, with: lines, permissions: 0o600)
    state.file = try File(path, .update)
    state.end = lines.count
  }
}
