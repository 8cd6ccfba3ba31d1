import Coding
import Engine
import Model
import Platform
import Signing
import Wallet

/// Families with money and a key, half of them P-256 and half Ed25519, and commands signed for them in advance.
struct Spenders {
  private let world: DemoWorld
  private let keys: [SigningKey]
  private var lanes: [CommandLane]
  private let shop: AccountNumber
  private var next = 0

  private static let amount: Rupiah = 100

  init(_ bench: BenchWorld, count: Int) throws {
    let (world, story) = (bench.world, bench.story)
    self.world = world
    try story.openShops()
    try story.activateProgrammes()
    world.set("2026-02-10", hour: 1)
    try world.settle()
    world.set("2026-02-11")
    shop = story.account(.grocer)
    let series = story.records.familyProgramme.series
    let rich = (0..<story.population.families).lazy.map(story.population.account)
      .filter { story.balance(of: $0, series: series) > 0 }.prefix(count)
    let accounts = Array(rich)
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
  }

  /// The next `count` payments, signed on all lanes.
  mutating func sign(_ count: Int, lanes threads: PlatformLanes) -> [Submission] {
    var commands: [(key: Int, payload: [UInt8])] = []
    commands.reserveCapacity(count)
    for _ in 0..<count {
      let spender = next % keys.count
      next += 1
      let nonce = Salt(high: UInt64(next), low: UInt64(spender))
      let command = lanes[spender].command(
        .pay(merchant: shop, amount: Self.amount, basket: []), validUntil: world.time.advanced(by: BlockTime.hour),
        nonce: nonce)
      commands.append((spender, command.encoded))
    }
    let signed = Collected<Submission>(count: count)
    let (keys, aad) = (self.keys, Command.aad(network: world.network))
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
    let aad = Command.aad(network: world.network)
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
