import Coding
import Engine
import Model
import Platform
import Signing
import Wallet

/// Families with money and a key, half of them P-256 and half Ed25519, and commands signed for them in advance.
struct Spenders {
  let network: NetworkID
  private(set) var accounts: [AccountNumber]
  let shop: AccountNumber
  private var keys: [SigningKey]
  private var lanes: [CommandLane]
  private var next = 0

  static let amount: Rupiah = 100

  /// - Parameter now: when the payments will be made, if that is later than the story's.
  init(_ bench: BenchWorld, count: Int, now: BlockTime? = nil) throws {
    let (world, story) = (bench.world, bench.story)
    network = world.network
    try story.openShops()
    try story.activateProgrammes()
    world.set("2026-02-10", hour: 1)
    try world.settle()
    world.set("2026-02-11")
    if let now {
      world.set(now)
      try world.settle()
    }
    shop = story.account(.grocer)
    let series = story.records.familyProgramme.series
    let rich = (0..<story.population.families).lazy.map(story.population.account)
      .filter { story.balance(of: $0, series: series) > 0 }.prefix(count)
    let accounts = Array(rich)
    self.accounts = accounts
    guard !accounts.isEmpty else {
      throw Failure(
        "tidak satu keluarga pun dibayar; naikkan --payers", "none of the families was paid; raise --payers")
    }
    keys = accounts.enumerated().map { index, account in
      world.keys.key(index.isMultiple(of: 2) ? .p256 : .ed25519, "spender/\(account.raw)")
    }
    lanes = accounts.map { CommandLane(network: world.network, account: $0) }
    let claims = zip(accounts, keys).map { account, key in
      world.order(
        "dukcapil",
        .claim(account: account, key: key.publicKey),
        proof: key.possession(of: Possession.subject(account), network: world.network))
    }
    for group in claims.chunked(by: 5_000) { try world.accept(Array(group)) }
    if now != nil { try keepThoseWhoCanPay(world) }
  }

  /// Lets everybody pay once; those whose money has just expired, or may not be spent at the shop, are left out.
  private mutating func keepThoseWhoCanPay(_ world: DemoWorld) throws {
    let answers = try world.block(sign(keys.count, at: world.time, lanes: world.replica.lanes))
    let able = answers.indices.filter { place in
      if case .decided(let decision) = answers[place] { decision.rejection == nil } else { false }
    }
    (accounts, keys, lanes) = (able.map { accounts[$0] }, able.map { keys[$0] }, able.map { lanes[$0] })
    next = 0
  }

  /// Who signs the next payment; they take turns.
  var turn: Int { next % keys.count }

  /// The next `count` payments, signed on all lanes.
  mutating func sign(_ count: Int, at time: BlockTime, lanes threads: PlatformLanes) -> [Submission] {
    var commands: [(key: Int, payload: [UInt8])] = []
    commands.reserveCapacity(count)
    for _ in 0..<count {
      let spender = next % keys.count
      next += 1
      let nonce = Salt(high: UInt64(next), low: UInt64(spender))
      let command = lanes[spender].command(
        .pay(merchant: shop, amount: Self.amount, basket: []), validUntil: time.advanced(by: BlockTime.hour),
        nonce: nonce)
      commands.append((spender, command.encoded))
    }
    let signed = Collected<Submission>(count: count)
    let (keys, aad) = (self.keys, Command.aad(network: network))
    threads.forEachRange(of: count, grain: 32) { [commands] range in
      for index in range {
        let (spender, payload) = commands[index]
        signed[index] = Submission(signed: keys[spender].signedMessage(payload: payload, aad: aad))
      }
    }
    return signed.all
  }

  /// How many of these signatures the machine verifies a second on all cores, doing nothing else.
  mutating func rawVerifyRate(lanes threads: PlatformLanes) -> Double {
    let count = 20_000
    let aad = Command.aad(network: network)
    let checks = (0..<count).map { index in
      let key = keys[index % keys.count]
      let message = COSESign1.toBeSigned(
        algorithm: key.publicKey.algorithm, payload: Array(repeating: UInt8(truncatingIfNeeded: index), count: 150),
        aad: aad)
      return try! SignatureCheck(key: key.publicKey, message: message, signature: key.sign(message))
    }
    let (results, seconds) = timed { SignatureVerifier.verify(checks, lanes: threads) }
    precondition(results.allSatisfy { $0 }, "signatures just made must verify")
    return Double(count) / seconds
  }
}
