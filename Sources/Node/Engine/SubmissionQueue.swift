/// Submissions that wait for a block, in the order they came: at most so many, and at most so many bytes.
struct SubmissionQueue: Sendable {
  struct Waiting: Sendable {
    let submission: Submission
    let answer: @Sendable (Answer) -> Void
  }

  private(set) var waiting: [Waiting] = []
  private(set) var byteCount = 0
  var isStopping = false

  /// Takes a submission, or says why not. However large it is, it finds room where nothing else waits.
  mutating func add(_ new: Waiting, within cut: SoloEngine.Cut) -> Refusal? {
    if isStopping { return .stopped("it is shutting down") }
    let bytes = new.submission.byteCount
    guard waiting.count < cut.queue, waiting.isEmpty || byteCount + bytes <= cut.bytes else { return .busy }
    waiting.append(new)
    byteCount += bytes
    return nil
  }

  /// Takes out those who have waited longest.
  mutating func take(_ count: Int) -> [Waiting] {
    let taken = Array(waiting.prefix(count))
    waiting.removeFirst(taken.count)
    byteCount -= taken.reduce(0) { $0 + $1.submission.byteCount }
    return taken
  }
}
