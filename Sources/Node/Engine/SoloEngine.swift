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
    /// The most commands that may wait. Beyond it the answer is `busy`.
    public var queue: Int
    /// How often a block is cut though nothing waits, so that what is due happens, milliseconds.
    public var idle: Int

    public init(commands: Int = 10_000, wait: Int = 2, queue: Int = 50_000, idle: Int = 1_000) {
      self.commands = commands
      self.wait = wait
      self.queue = queue
      self.idle = idle
    }
  }

  public let replica: Replica
  private let clock: any BlockClock
  private let cut: Cut
  private let queue = Mutex(Queue())
  private let wakeUp = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)

  private struct Waiting: Sendable {
    let submission: Submission
    let answer: @Sendable (Answer) -> Void
  }

  private struct Queue: Sendable {
    var waiting: [Waiting] = []
    var isStopping = false
  }

  public init(replica: Replica, clock: any BlockClock = SystemBlockClock(), cut: Cut = Cut()) {
    self.replica = replica
    self.clock = clock
    self.cut = cut
    let thread = Thread { [self] in run() }
    thread.name = "salur-engine"
    thread.stackSize = 8 << 20
    thread.start()
  }

  public var time: BlockTime { clock.now }

  public func submit(_ submission: Submission) async -> Answer {
    await withCheckedContinuation { continuation in
      submit(submission) { continuation.resume(returning: $0) }
    }
  }

  /// The same, answering on the engine's thread: `answer` must not block it.
  public func submit(_ submission: Submission, answer: @escaping @Sendable (Answer) -> Void) {
    let refusal = queue.withLock { queue -> Refusal? in
      if queue.isStopping { return .stopped("it is shutting down") }
      if queue.waiting.count >= cut.queue { return .busy }
      queue.waiting.append(Waiting(submission: submission, answer: answer))
      return nil
    }
    if let refusal { return answer(.refused(refusal)) }
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
    while true {
      // Only a clock that nobody woke, or a run that is not through, cuts a block without commands.
      let wait = hasWorkDue ? 0 : cut.idle
      let isIdle = wakeUp.wait(timeout: .now() + .milliseconds(wait)) == .timedOut
      gather()
      let (batch, isStopping) = queue.withLock { queue in
        let batch = Array(queue.waiting.prefix(cut.commands))
        queue.waiting.removeFirst(batch.count)
        return (batch, queue.isStopping)
      }
      if isStopping && batch.isEmpty { return }
      if isIdle || !batch.isEmpty { decide(batch) }
      if queue.withLock({ !$0.waiting.isEmpty || $0.isStopping }) { wakeUp.signal() }
    }
  }

  private var hasWorkDue: Bool { replica.stopReason == nil && replica.read { $0.hasWorkDue } }

  /// Gives others a moment to join the block, unless it is full already.
  private func gather() {
    let count = queue.withLock { $0.waiting.count }
    if count > 0 && count < cut.commands && cut.wait > 0 {
      Thread.sleep(forTimeInterval: Double(cut.wait) / 1_000)
    }
  }

  private func decide(_ batch: [Waiting]) {
    do throws(EngineError) {
      let answers = try replica.decide(batch.map(\.submission), at: clock.now)
      for (waiting, answer) in zip(batch, answers) { waiting.answer(answer) }
    } catch {
      for waiting in batch { waiting.answer(.refused(.stopped(error.description))) }
    }
  }
}

/// The machine's clock.
public struct SystemBlockClock: BlockClock {
  public init() {}

  public var now: BlockTime { BlockTime(milliseconds: SystemClock.nowMilliseconds()) }
}
