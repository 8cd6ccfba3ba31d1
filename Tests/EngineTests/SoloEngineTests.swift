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
    // Signed before the first block is cut: then the lane is further on.
    let payments = (0..<200).map { node.payment(100, ahead: UInt64($0)) }
    for (index, payment) in payments.enumerated() { engine.submit(payment) { answers.set(index, $0) } }
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
    #expect(try node.audit().findings == [])
  }

  @Test("says that it is busy once too many bytes wait, but finds room for one however large")
  func busyByBytes() async throws {
    let node = try TestNode.paid()
    let engine = engine(node, SoloEngine.Cut(commands: 1, wait: 0, queue: 100, bytes: 1_000, idle: 60_000))
    let answers = Answers()
    let (reached, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    engine.submit(node.payment(100)) { answer in
      answers.set(0, answer)
      reached.signal()
      release.wait()
    }
    await wait(for: reached)
    let large = Submission(
      signed: node.payment(100).signed, sealed: [node.seal([UInt8](repeating: 1, count: 2_000))])
    for index in 1...2 { engine.submit(large) { answers.set(index, $0) } }
    guard case .busy = answers.all[2]?.refusal else { return #expect(Bool(false), "\(answers.all)") }
    #expect(answers.all[1] == nil, "it waits")
    release.signal()
    await engine.stop()
    guard case .rejected(.sealedMissing) = Self.outcome(answers.all[1]) else {
      return #expect(Bool(false), "\(String(describing: answers.all[1]))")
    }
  }

  private static func outcome(_ answer: Answer?) -> Refusal? {
    if case .decided(let decision) = answer { return decision.rejection.map(Refusal.rejected) }
    return answer?.refusal
  }

  @Test("cuts no block while nothing is due, and one before its clock would stand")
  func quiet() async throws {
    for (minutes, blocks) in [(4, 0), (5, 1), (9, 1), (11, 0)] as [(Int64, UInt64)] {
      let node = try TestNode { $0.clockStep = 10 * BlockTime.minute }
      let clock = Still(now: node.now.advanced(by: minutes * BlockTime.minute))
      let engine = SoloEngine(
        replica: node.replica, clock: clock, cut: SoloEngine.Cut(commands: 10, wait: 0, queue: 10, idle: 2))
      try await Task.sleep(for: .milliseconds(150))
      await engine.stop()
      #expect(node.replica.newestBlock.height == blocks, "after \(minutes) minutes")
    }
  }

  @Test("says that it has stopped, though nobody asks it for anything")
  func tellsThatItStopped() async throws {
    let node = try TestNode.paid()
    node.now = TestNode.time("2026-05-10")
    node.disk.plan(.full(after: 0))
    let reasons = await reasonsToStop(node)
    node.disk.plan(nil)
    #expect(reasons.count == 1)
    #expect(reasons.first?.contains("the disk is full") == true)
  }

  private func reasonsToStop(_ node: TestNode) async -> [String] {
    let told = AsyncStream.makeStream(of: String.self)
    let engine = SoloEngine(
      replica: node.replica, clock: Still(now: node.now), cut: SoloEngine.Cut(commands: 10, wait: 0, queue: 10, idle: 2)
    ) { told.continuation.yield($0) }
    var reasons: [String] = []
    for await reason in told.stream {
      reasons.append(reason)
      break
    }
    // It goes on looking, and has nothing more to say.
    try? await Task.sleep(for: .milliseconds(30))
    await engine.stop()
    told.continuation.finish()
    for await reason in told.stream { reasons.append(reason) }
    return reasons
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

  @Test("gives every answer the evidence for it: the entry, what opens it, and its place in the log")
  func evidence() throws {
    let node = try TestNode.paid()
    let payment = node.payment(1_000)
    let refused = node.command(.bank, .issue(amount: 0, deposit: "none"))
    let answers = try node.decide([payment, refused]).compactMap(\.decision)
    #expect(answers.count == 2 && answers.allSatisfy(\.evidence.holds))
    #expect(answers[0].evidence.opening?.receipt.amount == 1_000)
    #expect(answers[1].evidence.opening == nil && answers[1].rejection == .amountNotPositive)
    #expect(answers.map(\.evidence.inclusion.size) == [node.replica.logSize, node.replica.logSize])
    // A retry, some blocks later, gets the same entry with a proof in the log as it is now.
    try node.advance(to: "2026-02-12")
    let again = try #require(try node.answer(payment).decision)
    #expect(again.entry == answers[0].entry && again.evidence.entry == answers[0].evidence.entry)
    #expect(again.evidence.holds && again.evidence.inclusion.size == node.replica.logSize)
    try node.reopen()
    let afterwards = try #require(try node.answer(refused).decision)
    #expect(afterwards.rejection == .amountNotPositive && afterwards.evidence.holds)
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
      node.disk.plan(.stop(before: Int(random.next() % 40)))
      let answers = await allAtOnce((0..<60).map { node.payment(100, ahead: UInt64($0)) }, node)
      let done = answers.done
      node.close()
      try node.disk.cutPower(&random)
      node.disk.plan(nil)
      try node.open()
      let paid = (TestNode.amount - node.vouchers(TestNode.families[0])) / 100
      #expect(answers.all.count == 60, "seed \(seed)")
      #expect(paid >= done.count, "seed \(seed): \(done.count) answered, \(paid) there")
      #expect(done.allSatisfy { $0.entry < node.replica.logSize }, "seed \(seed)")
      #expect(try node.audit().isClean, "seed \(seed)")
    }
  }

  /// Hands in everything at once and stops.
  private func allAtOnce(_ submissions: [Submission], _ node: TestNode) async -> Answers {
    let engine = engine(node, SoloEngine.Cut(commands: 7, wait: 0, queue: 1_000, idle: 60_000))
    let answers = Answers()
    for (index, submission) in submissions.enumerated() {
      engine.submit(submission) { answers.set(index, $0) }
    }
    await engine.stop()
    return answers
  }

  @Test("on a full disk stops accepting, says so, and keeps what it acknowledged", arguments: [0, 5_000, 30_000])
  func fullDisk(room: Int) async throws {
    let node = try TestNode.paid()
    let submissions = (0..<100).map { node.payment(100, ahead: UInt64($0)) }
    node.disk.plan(.full(after: room))
    let answers = await oneByOne(submissions, node)
    let done = answers.done
    #expect(done.count < 100)
    for (index, answer) in answers.all where answer.decision == nil {
      switch answer {
      case .unknown(let reason):
        #expect(index == done.count && reason.contains("the disk is full"), "only the block that failed is unknown")
      case .refused(.stopped(let reason)): #expect(index > done.count && reason.contains("the disk is full"))
      default: Issue.record("\(answer)")
      }
    }
    #expect(node.replica.stopReason?.contains("the disk is full") == true)
    node.close()
    try node.open()
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - Int64(done.count) * 100)
    for decision in done { #expect(decision.entry < node.replica.logSize) }
    // The newest answer is given again; what lies before it is used up, and what was refused is as good as new.
    for submission in submissions.prefix(max(0, done.count - 1)) {
      guard case .rejected(.sequenceUsed) = try node.answer(submission).refusal else {
        Issue.record("an acknowledged command was done twice")
        continue
      }
    }
    for submission in submissions.suffix(from: max(0, done.count - 1)) {
      #expect(try #require(try node.answer(submission).decision).rejection == nil)
    }
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - 10_000)
    #expect(try node.audit().findings == [])
  }

  /// Hands in one after the other; then there is space again, which alone does not make a node accept.
  private func oneByOne(_ submissions: [Submission], _ node: TestNode) async -> Answers {
    let engine = engine(node, SoloEngine.Cut(commands: 4, wait: 0, queue: 1_000, idle: 60_000))
    let answers = Answers()
    for (index, submission) in submissions.enumerated() { answers.set(index, await engine.submit(submission)) }
    node.disk.plan(nil)
    if case .stopped = await engine.submit(submissions[99]).refusal {
    } else {
      Issue.record("accepted after it had stopped")
    }
    await engine.stop()
    return answers
  }

  private func wait(for semaphore: DispatchSemaphore) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        semaphore.wait()
        continuation.resume()
      }
    }
  }
}
