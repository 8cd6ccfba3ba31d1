import Model
import Synchronization

/// What waits for one reader: a bounded number of events, and where the log stands.
///
/// The engine's thread only puts in; whoever reads too slowly is cut off, and comes back with the last event it saw.
public final class EventStream: Sendable {
  public let account: AccountNumber
  public let credential: UInt16
  private let capacity: Int
  private let state: Mutex<State>
  /// Cuts the connection, so that nobody waits in vain for a reader that does not read.
  private let onCut: @Sendable () -> Void

  public enum Item: Equatable, Sendable {
    case event(AccountEvent)
    /// Nothing has happened up to this entry that was not told before.
    case beat(upTo: UInt64)
  }

  fileprivate struct State {
    var events: [AccountEvent] = []
    var beat: UInt64?
    /// Since the reader last took something.
    var unheardBeats = 0
    var age = 0
    var hasEnded = false
    var reader: CheckedContinuation<Void, Never>?
  }

  package init(_ account: AccountNumber, credential: UInt16, capacity: Int, onCut: @escaping @Sendable () -> Void) {
    self.account = account
    self.credential = credential
    self.capacity = capacity
    self.onCut = onCut
    state = Mutex(State())
  }

  /// The next item, in order; nil once the stream has ended and all that was in it is read.
  public func next() async -> Item? {
    while true {
      let (item, hasEnded) = state.withLock { $0.take() }
      if let item { return item }
      if hasEnded { return nil }
      await withCheckedContinuation { continuation in
        let isNow = state.withLock { state in
          if state.hasEnded || !state.events.isEmpty || state.beat != nil { return true }
          state.reader = continuation
          return false
        }
        if isNow { continuation.resume() }
      }
    }
  }

  // MARK: For the hub

  /// False where the reader is too slow, and has been cut off.
  package func put(_ event: AccountEvent) -> Bool {
    change { state in
      guard state.events.count < capacity else { return false }
      state.events.append(event)
      state.beat = nil
      return true
    }
  }

  /// False where the reader has not heard several beats, and has been cut off; where it has lived long enough it ends.
  package func beat(upTo entry: UInt64, longest: Int) -> Bool {
    change { state in
      guard state.unheardBeats < Self.patience else { return false }
      state.unheardBeats += 1
      state.age += 1
      if state.events.isEmpty { state.beat = entry }
      if state.age >= longest { state.hasEnded = true }
      return true
    }
  }

  /// Lets the reader read to the end.
  public func end() {
    _ = change { state in
      state.hasEnded = true
      return true
    }
  }

  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  private static let patience = 4

  private func change(_ body: (inout State) -> Bool) -> Bool {
    let (isAlive, reader) = state.withLock { state in
      let isAlive = body(&state)
      if !isAlive { (state.events, state.beat, state.hasEnded) = ([], nil, true) }
      let reader = state.reader
      state.reader = nil
      return (isAlive, reader)
    }
    if !isAlive { onCut() }
    reader?.resume()
    return isAlive
  }
}

extension EventStream.State {
  fileprivate mutating func take() -> (EventStream.Item?, hasEnded: Bool) {
    unheardBeats = 0
    if !events.isEmpty { return (.event(events.removeFirst()), hasEnded) }
    if let beat {
      self.beat = nil
      return (.beat(upTo: beat), hasEnded)
    }
    return (nil, hasEnded)
  }
}
