import Engine
import Model
import NIOCore
import Platform
import Signing

/// The measurement: a node, its load, and what its directory holds in the end.
struct HTTPBench {
  let data: String
  var spenders: Spenders
  /// The ledger's clock when it was left, which may be ahead of the machine's.
  let time: BlockTime
  let connections: Int
  let loop: any EventLoop
  let running: RunningProcess

  private static let warmUp = 1.0
  /// Signatures made beforehand for the busiest second.
  private static let mostPerSecond = 15_000.0

  mutating func run(rate: Double?, seconds: Double, saturation: Double) async throws -> HTTPFigures {
    var figures = HTTPFigures()
    let lanes = PlatformLanes()
    let load = Load(loop: loop, spenders: spenders.accounts.count)
    var node = try start()
    try await connect(load, to: node)
    try await sign((saturation + Self.warmUp) * Self.mostPerSecond, load, lanes)
    _ = try await loop.flatSubmit { load.saturate(seconds: Self.warmUp) }.get()
    figures.most = try await loop.flatSubmit { load.saturate(seconds: saturation) }.get()
    try await loop.flatSubmit { load.settle() }.get()

    figures.rate = rate ?? figures.most / 2
    let half = figures.rate
    try await sign(half * (seconds + Self.warmUp), load, lanes)
    try await loop.flatSubmit { load.run(rate: half, seconds: Self.warmUp) }.get()
    figures.memoryBefore = node.memory
    try await loop.flatSubmit { load.run(rate: half, seconds: seconds) }.get()
    figures.memoryAfter = node.memory
    figures.histogram = load.histogram

    figures.killed = try await interrupt(&node, load, rate: half, lanes) { $0.kill() }
    figures.stopped = try await interrupt(&node, load, rate: half, lanes) { $0.terminate() }
    node.stop()
    running.ended()
    (figures.failures, figures.firstProblem) = (load.failures, load.firstProblem)
    try verify(load, &figures)
    return figures
  }

  /// How long before the node is ended, seconds.
  private static let pause = 3.0
  /// Payments everybody made before there was a node.
  private static let before = 1

  /// Ends the node in the middle of its work, starts it again, and sends again what had no answer; how much that was.
  private mutating func interrupt(
    _ node: inout NodeProcess, _ load: Load, rate: Double, _ lanes: PlatformLanes,
    _ end: @escaping @Sendable (NodeProcess) -> Void
  ) async throws -> Int {
    try await sign(rate * Self.pause * 3, load, lanes)
    let old = node
    loop.scheduleTask(in: .nanoseconds(Int64(Self.pause * 1e9))) { end(old) }
    try await loop.flatSubmit { load.run(rate: rate, seconds: Self.pause * 2) }.get()
    old.waitUntilEnd()
    running.ended()
    let unanswered = try await loop.submit { load.unanswered }.get()
    node = try start()
    try await connect(load, to: node)
    try await loop.flatSubmit { load.resend(unanswered) }.get()
    return unanswered.count
  }

  private func start() throws -> NodeProcess {
    let node = try NodeProcess(data: data)
    running.started(node.id)
    return node
  }

  private func connect(_ load: Load, to node: NodeProcess) async throws {
    let (count, port) = (connections, node.port)
    try await loop.flatSubmit { load.connect(count, port: port) }.get()
  }

  /// Signs until so many are ready, and some more for connections whose turn comes oftener.
  private mutating func sign(_ count: Double, _ load: Load, _ lanes: PlatformLanes) async throws {
    let each = Int((count * 1.05 / Double(connections)).rounded(.up)) + 4
    let ahead = try await loop.submit { load.signedAhead }.get()
    guard each > ahead else { return }
    // Whole turns, so that every connection gets its share.
    let turns = ((each - ahead) * connections + spenders.accounts.count - 1) / spenders.accounts.count
    var payments: [Payment] = []
    for _ in 0..<turns * spenders.accounts.count / 1_024 + 1 {
      let first = spenders.turn
      let signed = spenders.sign(1_024, at: max(time, SystemBlockClock().now), lanes: lanes)
      payments += signed.enumerated().map {
        Payment(signed: $1.signed, spender: (first + $0) % spenders.accounts.count)
      }
    }
    let all = payments
    try await loop.submit { load.add(all) }.get()
  }

  /// Compares what was acknowledged with what the ledger did.
  private func verify(_ load: Load, _ figures: inout HTTPFigures) throws {
    let (replica, _) = try Replica.open(DataDirectory(data))
    let payers = Set(spenders.accounts)
    var commands: Set<Digest> = []
    var (paid, refused): ([AccountNumber: Int], [AccountNumber: Int]) = ([:], [:])
    try replica.forEachReceipt { receipt in
      guard payers.contains(receipt.account), receipt.kind == .payment || receipt.kind == .rejected else { return }
      if !commands.insert(receipt.digest).inserted { figures.doubled += 1 }
      if receipt.kind == .payment {
        paid[receipt.account, default: 0] += 1
      } else {
        refused[receipt.account, default: 0] += 1
        figures.rejections.insert(receipt.code)
      }
    }
    figures.acknowledged = load.acknowledged.reduce(0, +)
    figures.rejected = refused.values.reduce(0, +)
    for (account, acknowledged) in zip(spenders.accounts, load.acknowledged) {
      // Everything sent has an answer by now: what was decided beyond that was decided twice.
      let decided = paid[account, default: 0] + refused[account, default: 0]
      let sequence = replica.read { Int(clamping: $0.nextSequence(account, 0)) }
      let expected = acknowledged + Self.before
      figures.lost += max(0, expected - min(decided, sequence))
      figures.doubled += max(0, max(decided, sequence) - expected)
    }
    let takings = replica.read { $0.money.takings(of: spenders.shop) }
    let (expected, found) = (paid.values.reduce(0, +), Int(takings / Spenders.amount.amount))
    figures.lost += max(0, expected - found)
    figures.doubled += max(0, found - expected)
  }
}
