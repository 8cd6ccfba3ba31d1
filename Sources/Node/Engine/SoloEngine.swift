import Foundation
import Model
import Platform
import Synchronization

/// Order from one machine: the embedded default.
///
/// Commands wait in a bounded queue; one thread cuts blocks by size or time and has the replica decide them. While a
/// block is being synced, the next one gathers: that is group commit.
public final class SoloEngine: ConsensusEngine {
  /// When a block is cut.
  public struct Cut: Sendable {
    /// The most commands in a block.
    public var commands: Int
    /// How long the first command of a block may wait for others, milliseconds.
    public var wait: Int
    /// The most commands that may wait, and the most bytes, sealed ones included. Beyond either the answer is `busy`.
    public var queue: Int
    public var bytes: Int
    /// How often to see whether a block is due though nothing waits, milliseconds.
    public var idle: Int

    public init(
      commands: Int = 10_000, wait: Int = 2, queue: Int = 50_000, bytes: Int = 256 << 20, idle: Int = 1_000
    ) {
      self.commands = commands
      self.wait = wait
      self.queue = queue
      self.bytes = bytes
      self.idle = idle
    }
  }

  public let replica: Replica
  private let clock: any BlockClock
  private let cut: Cut
  private let observer: (any EngineObserver)?
  private let onStop: @Sendable (_ reason: String) -> Void
  private let queue = Mutex(SubmissionQueue())
  private let wakeUp = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)

  /// - Parameter onStop: told once, on the engine's thread, when the replica accepts nothing any more, and why.
  public init(
    replica: Replica, clock: any BlockClock = SystemBlockClock(), cut: Cut = Cut(),
    observer: (any EngineObserver)? = nil, onStop: @escaping @Sendable (_ reason: String) -> Void = { _ in }
  ) {
    self.replica = replica
    self.clock = clock
    self.cut = cut
    self.observer = observer
    self.onStop = onStop
    let thread = Thread { [self] in run() }
    thread.name = "salur-engine"
    thread.stackSize = 8 << 20
    thread.start()
  }

  public var time: BlockTime { clock.now }

  /// What waits for a block.
  public var waiting: (commands: Int, bytes: Int) { queue.withLock { ($0.waiting.count, $0.byteCount) } }

  public func submit(_ submission: Submission) async -> Answer {
    await withCheckedContinuation { continuation in
      submit(submission) { continuation.resume(returning: $0) }
    }
  }

  /// The same, answering on the engine's thread: `answer` must not block it.
  public func submit(_ submission: Submission, answer: @escaping @Sendable (Answer) -> Void) {
    let waiting = SubmissionQueue.Waiting(submission: submission, answer: answer)
    if let refusal = queue.withLock({ $0.add(waiting, within: cut) }) { return answer(.refused(refusal)) }
    wakeUp.signal()
  }

  public func stop() async {
    requestStop()
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [self] in
        finished.wait()
        finished.signal()
        continuation.resume()
      }
    }
  }

  /// Decides what is waiting, then ends the thread.
  public func requestStop() {
    queue.withLock { $0.isStopping = true }
    wakeUp.signal()
  }

  private func run() {
    defer { finished.signal() }
    var hasTold = false
    while true {
      let isDue = isBlockDue
      _ = wakeUp.wait(timeout: .now() + .milliseconds(isDue ? 0 : cut.idle))
      gather()
      let (batch, isStopping) = queue.withLock { ($0.take(cut.commands), $0.isStopping) }
      if isStopping && batch.isEmpty { return }
      if isDue || !batch.isEmpty { decide(batch) }
      if !hasTold, let reason = replica.stopReason {
        hasTold = true
        onStop(reason)
      }
      if queue.withLock({ !$0.waiting.isEmpty || $0.isStopping }) { wakeUp.signal() }
    }
  }

  private var isBlockDue: Bool { replica.stopReason == nil && replica.read { $0.isBlockDue(at: clock.now) } }

  /// Gives others a moment to join the block, unless it is full already.
  private func gather() {
    let count = queue.withLock { $0.waiting.count }
    if count > 0 && count < cut.commands && cut.wait > 0 {
      Thread.sleep(forTimeInterval: Double(cut.wait) / 1_000)
    }
  }

  private func decide(_ batch: [SubmissionQueue.Waiting]) {
    let start = MonotonicClock.nowNanoseconds()
    let answers = answers(to: batch)
    let nanoseconds = MonotonicClock.nowNanoseconds() - start
    for (waiting, answer) in zip(batch, answers) { waiting.answer(answer) }
    guard let observer else { return }
    var measure = BlockMeasure(answers)
    (measure.nanoseconds, measure.syncNanoseconds) = (nanoseconds, replica.syncNanoseconds)
    measure.runs = replica.read { $0.runsUnderWay }
    observer.hasDecided(measure)
  }

  private func answers(to batch: [SubmissionQueue.Waiting]) -> [Answer] {
    do throws(EngineError) {
      return try replica.decide(batch.map(\.submission), at: clock.now)
    } catch .unfinishedBlock(let error) {
      return batch.map { _ in .unknown(error.description) }
    } catch {
      return batch.map { _ in .refused(.stopped(error.description)) }
    }
  }
}

/// The machine's clock.
public struct SystemBlockClock: BlockClock {
  public init() {}

  public var now: BlockTime { BlockTime(milliseconds: SystemClock.nowMilliseconds()) }
}
