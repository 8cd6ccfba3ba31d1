import Engine
import Foundation
import Model
import Platform
import StorageSupport
import Synchronization
import TestSupport
import Testing

@Suite("The solo engine")
struct SoloEngineTests {
  /// A clock that stands where the test left it.
  private struct Still: BlockClock {
    let now: BlockTime
  }

  /// Answers as they come in, on whatever thread.
  private final class Answers: Sendable {
    private let list = Mutex<[Int: Answer]>([:])

    var all: [Int: Answer] { list.withLock { $0 } }
    var done: [Decision] { all.values.compactMap(\.decision).filter { $0.rejection == nil } }
    func set(_ index: Int, _ answer: Answer) { list.withLock { $0[index] = answer } }
  }

  private func engine(_ node: TestNode, _ cut: SoloEngine.Cut) -> SoloEngine {
    SoloEngine(replica: node.replica, clock: Still(now: node.now.advanced(by: BlockTime.second)), cut: cut)
  }

  @Test("decides many commands in few blocks, and cuts none for nothing")
  func groupCommit() async throws {
    let node = try TestNode.paid()
    let before = node.replica.newestBlock.height
    let engine = engine(node, SoloEngine.Cut(commands: 100, wait: 20, queue: 1_000, idle: 60_000))
    let answers = Answers()
    for index in 0..<200 {
      engine.submit(node.payment(100, ahead: UInt64(index))) { answers.set(index, $0) }
    }
    await engine.stop()
    #expect(answers.done.count == 200)
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - 200 * 100)
    let blocks = node.replica.newestBlock.height - before
    #expect((2...10).contains(blocks), "\(blocks) blocks for 200 commands")
    #expect(Set(answers.done.map(\.height)).count == Int(blocks), "a block without commands was cut")
  }

  @Test("says that it is busy once its queue is full, and decides all that it took")
  func busy() async throws {
    let node = try TestNode.paid()
    let engine = engine(node, SoloEngine.Cut(commands: 100, wait: 0, queue: 5, idle: 60_000))
    let answers = Answers()
    let (reached, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    engine.submit(node.payment(100)) { answer in
      answers.set(0, answer)
      reached.signal()
      release.wait()
    }
    await wait(for: reached)
    // The engine's thread is held: what comes now waits.
    for index in 1...8 { engine.submit(node.payment(100, ahead: UInt64(index - 1))) { answers.set(index, $0) } }
    for index in 6...8 {
      guard case .busy = answers.all[index]?.refusal else {
        Issue.record("\(index): \(String(describing: answers.all[index]))")
        continue
      }
    }
    #expect(answers.all.count == 4, "what was taken is not answered before it is decided")
    release.signal()
    await engine.stop()
    #expect(answers.done.count == 6)
  }

  @Test("stops after what is waiting, and takes nothing more")
  func stop() async throws {
    let node = try TestNode.paid()
    let engine = engine(node, SoloEngine.Cut(commands: 3, wait: 0, queue: 100, idle: 60_000))
    let answers = Answers()
    let (reached, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    engine.submit(node.payment(100)) { answer in
      answers.set(0, answer)
      reached.signal()
      release.wait()
    }
    await wait(for: reached)
    for index in 1...10 { engine.submit(node.payment(100, ahead: UInt64(index - 1))) { answers.set(index, $0) } }
    engine.requestStop()
    guard case .stopped = await engine.submit(node.payment(100, ahead: 10)).refusal else {
      return #expect(Bool(false), "a command was taken after the stop")
    }
    release.signal()
    await engine.stop()
    #expect(answers.done.count == 11)
    let root = node.stateRoot
    try node.reopen()
    #expect(node.stateRoot == root)
  }

  @Test("lets what is due happen though nobody asks for anything")
  func idle() async throws {
    let node = try TestNode.paid()
    node.now = TestNode.time("2026-05-10")
    let engine = engine(node, SoloEngine.Cut(commands: 10, wait: 0, queue: 10, idle: 5))
    for _ in 0..<500 where node.replica.read({ $0.cycles(of: TestNode.series).count }) < 2 {
      try await Task.sleep(for: .milliseconds(10))
    }
    await engine.stop()
    #expect(node.replica.read { $0.cycles(of: TestNode.series).count } == 2)
  }

  @Test("answers many callers at once, each about its own command")
  func concurrent() async throws {
    let node = try TestNode.paid()
    let engine = engine(node, SoloEngine.Cut(commands: 50, wait: 1, queue: 1_000, idle: 50))
    let lanes = (0...1).map { family in
      (0..<40).map { node.payment(Int64(100 + family), family: family, ahead: UInt64($0)) }
    }
    let entries = await withTaskGroup(of: [UInt64].self) { group in
      for lane in lanes {
        group.addTask {
          var entries: [UInt64] = []
          for submission in lane {
            if let decision = await engine.submit(submission).decision { entries.append(decision.entry) }
          }
          return entries
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    await engine.stop()
    #expect(entries.count == 80 && Set(entries).count == 80)
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - 40 * 100)
    #expect(node.vouchers(TestNode.families[1]) == TestNode.amount - 40 * 101)
  }

  @Test("has told nobody anything that a power cut takes back")
  func powerCut() async throws {
    let seed = UInt64.random(in: 0...999_999)
    print("power cuts: seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<15 {
      let node = try TestNode.paid()
      let engine = engine(node, SoloEngine.Cut(commands: 7, wait: 0, queue: 1_000, idle: 60_000))
      let answers = Answers()
      node.disk.plan(.stop(before: Int(random.next() % 40)))
      for index in 0..<60 {
        engine.submit(node.payment(100, ahead: UInt64(index))) { answers.set(index, $0) }
      }
      await engine.stop()
      let done = answers.done
      let submitted = answers.all.count
      node.close()
      try await released(engine)
      try node.disk.cutPower(&random)
      node.disk.plan(nil)
      try node.open()
      let paid = (TestNode.amount - node.vouchers(TestNode.families[0])) / 100
      #expect(submitted == 60, "seed \(seed)")
      #expect(paid >= done.count, "seed \(seed): \(done.count) answered, \(paid) there")
      #expect(done.allSatisfy { $0.entry < node.replica.logSize }, "seed \(seed)")
      #expect(try node.audit().isClean, "seed \(seed)")
    }
  }

  @Test("on a full disk stops accepting, says so, and keeps what it acknowledged", arguments: [0, 5_000, 30_000])
  func fullDisk(room: Int) async throws {
    let node = try TestNode.paid()
    let engine = engine(node, SoloEngine.Cut(commands: 4, wait: 0, queue: 1_000, idle: 60_000))
    let answers = Answers()
    node.disk.plan(.full(after: room))
    let submissions = (0..<100).map { node.payment(100, ahead: UInt64($0)) }
    for (index, submission) in submissions.enumerated() { answers.set(index, await engine.submit(submission)) }
    let done = answers.done
    #expect(done.count < 100)
    for (_, answer) in answers.all where answer.decision == nil {
      guard case .stopped(let reason) = answer.refusal, reason.contains("the disk is full") else {
        Issue.record("\(answer)")
        continue
      }
    }
    #expect(node.replica.stopReason?.contains("the disk is full") == true)
    // Space alone does not make it accept again: it starts anew, from what is on the disk.
    node.disk.plan(nil)
    guard case .stopped = await engine.submit(submissions[99]).refusal else {
      return #expect(Bool(false), "accepted after it had stopped")
    }
    await engine.stop()
    node.close()
    try await released(engine)
    try node.open()
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - Int64(done.count) * 100)
    for decision in done { #expect(decision.entry < node.replica.logSize) }
    for (index, submission) in submissions.enumerated() {
      let decision = try #require(try node.answer(submission).decision)
      #expect(decision.rejection == nil, "\(index)")
    }
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - 10_000)
    #expect(try node.audit().findings == [])
  }

  private func wait(for semaphore: DispatchSemaphore) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        semaphore.wait()
        continuation.resume()
      }
    }
  }

  /// The engine's thread holds the engine for a moment after it has ended.
  private func released(_ engine: consuming SoloEngine) async throws {
    weak let held = engine
    _ = consume engine
    for _ in 0..<100 where held != nil { try await Task.sleep(for: .milliseconds(1)) }
  }
}
