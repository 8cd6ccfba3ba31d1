import Dispatch
import Engine

/// What a running node waits for, in one line: commands, answers, remarks, and the word to stop.
final class NodeEvents: Sendable {
  enum Event: Sendable {
    case line(Line)
    case answer(Line.Place, Answer)
    /// Something to tell people.
    case remark(Phrase)
    /// Calls are answered from now on.
    case listening(host: String, port: Int)
    case end
    case failed(any Error)
  }

  struct Line: Sendable {
    let place: Place
    let bytes: [UInt8]

    /// Which line it is, and what it costs in memory until it is answered.
    struct Place: Sendable {
      let number: Int
      let cost: Int
    }
  }

  let stream: AsyncStream<Event>
  private let continuation: AsyncStream<Event>.Continuation
  /// What lines may hold that wait for their answer; the reader blocks beyond it.
  private let budget = ByteBudget(64 << 20)

  private let signals: StopSignals

  private static let longestLine = 8 << 20
  /// A short line's command, its place in the queues and its answer.
  private static let leastCost = 3 << 10

  /// Watches for SIGTERM and Ctrl-C from now on: the first asks the node to stop, the second ends it where it stands.
  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Event.self)
    (self.stream, self.continuation) = (stream, continuation)
    signals = StopSignals { continuation.yield(.end) }
  }

  func send(_ event: Event) { continuation.yield(event) }

  /// Nothing more comes: whoever reads the stream reads to its end.
  func finish() { continuation.finish() }

  /// A line has been answered.
  func release(_ line: Line.Place) { budget.give(line.cost) }

  /// Reads lines on a thread of its own, to the input's end.
  func readInput() {
    DispatchQueue(label: "salur.input").async { [self] in
      var lines = InputLines(longest: Self.longestLine)
      var number = 0
      do {
        while let line = try lines.next() {
          number += 1
          if line.isEmpty { continue }
          let place = Line.Place(number: number, cost: Self.leastCost + line.count)
          budget.take(place.cost)
          send(.line(Line(place: place, bytes: line)))
        }
        send(.end)
      } catch {
        send(.failed(error))
      }
    }
  }
}
