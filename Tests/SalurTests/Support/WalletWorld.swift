import Coding
import Engine
import EngineSupport
import Foundation
import Model
import Outbound
import Platform
import Records
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

/// A node whose clock is right, a liar in front of it, a wallet that has believed it once, and the same node with another
/// past since.
final class WalletWorld {
  let folder = TemporaryFolder()
  let service: TestService
  let proxy: LyingProxy
  /// The log that the wallet did not see.
  let fork: TestNode
  let trusted: TrustedLog
  /// An answer of before to a command of the wallet's.
  let earlier: CommandAnswer
  /// What the node says of somebody else.
  let others: (state: StateAnswer, history: HistoryAnswer)

  static let signer = Signer.family(1)
  static let secret = ["LANG": "en_US.UTF-8", "SALUR_PASSPHRASE": "a long secret"]

  init() async throws {
    let (node, fork) = (try Self.node(), try Self.node())
    self.fork = fork
    for amount in 1...40 { try fork.accept(fork.payment(Int64(amount), family: 1)) }
    service = try await TestService(node)
    proxy = try await LyingProxy(before: service.url)
    proxy.tell { try Self.honest($1, to: $0).encoded }
    var log = try TrustedLog(genesis: node.genesis)
    let paid = node.payment(5_000, family: 1)
    let command = try UnverifiedCommand(signed: paid.signed).id
    let asking = Asking(proxy.url, service)
    earlier = try await asking.submit(paid, from: 0)
    _ = try earlier.verified(for: command, &log, now: Self.now, verified: SignatureVerifier.verify)
    let other = Asking(service.url, service, signer: .family(0))
    others = (try await other.state(from: 0), try await other.history(from: 0))
    // The command by which the wallet comes to trust what it trusts.
    let key = #"{"salur-key": 1, "kind": "ed25519", "private": "\#(Hex.encode(Self.signer.key.privateBytes))"}"#
    folder.file("key", key)
    let (url, network, account) = (proxy.url, node.genesis.network.description, Self.signer.account.description)
    let (mine, keyFile) = (folder.path("wallet"), folder.path("key"))
    for arguments in [
      ["create", "--wallet", mine, "--node", url, "--network", network, "--key", keyFile, "--account", account],
      ["show", "--wallet", mine],
    ] {
      let outcome = try await Self.wallet(arguments)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    trusted = try TrustedLog(encoded: [UInt8](Data(contentsOf: URL(fileURLWithPath: mine + "/log.cbor"))))
    // What happens after is what there is to lie about.
    for amount in 1...3 { try node.accept(node.payment(Int64(amount) * 1_000, family: 1)) }
    let refunded = try node.accept(node.payment(4_000, family: 1))
    try node.accept(node.sign(TestNode.shop, TestNode.shopKey, .refund(payment: refunded, amount: 4_000)))
  }

  func stop() async { await service.stop() }

  static var now: UInt64 { UInt64(SystemClock.nowMilliseconds() / 1000) }

  /// The test's chain, come to today, and a family with rupiah that never expire.
  private static func node() throws -> TestNode {
    let node = try TestNode.paid(witnesses: TestHeads.witnesses.map(\.name))
    try node.accept(node.command(.bank, .issue(amount: 500_000, deposit: "float")))
    try node.accept(node.command(.bank, .allocate(to: TestAgency.licensing.account, amount: 500_000)))
    try node.accept(node.command(.licensing, .cashIn(to: signer.account, amount: 500_000, deposit: "savings")))
    node.now = max(node.now, BlockTime(milliseconds: SystemClock.nowMilliseconds() / 60_000 * 60_000))
    repeat { try node.decide() } while node.replica.read { $0.hasWorkDue }
    return node
  }

  /// What the node says, cosigned by its witnesses just now.
  static func honest(_ bytes: [UInt8], to target: String) throws -> Said {
    guard var answer = try ProvedAnswer(bytes, to: target) else { return .bytes(bytes) }
    answer.head = try answer.head.cosigned(at: now)
    return .answer(answer)
  }

  enum Said {
    case answer(ProvedAnswer)
    case bytes([UInt8])

    var encoded: [UInt8] {
      switch self {
      case .answer(let answer): answer.encoded
      case .bytes(let bytes): bytes
      }
    }
  }

  /// Runs a wallet command as a process.
  static func wallet(_ arguments: [String]) async throws -> Salur.Outcome {
    try await onThread { try Salur.run(["wallet"] + arguments, environment: secret) }
  }

  /// A copy of the wallet, for one lie.
  func copy() throws -> String {
    let path = folder.path("wallet-\(UUID().uuidString)")
    try FileManager.default.copyItem(atPath: folder.path("wallet"), toPath: path)
    return path
  }

  // MARK: With the core alone

  /// Asks as the wallet does and believes with `Core/Wallet` alone: what it advances to, or why not.
  func ask(_ command: WalletLie.Command, _ log: inout TrustedLog) async throws {
    let asking = Asking(proxy.url, service)
    let account = Self.signer.account
    var advanced = log
    func state() async throws -> ProvenState {
      let answer = try await asking.state(from: advanced.lastSize)
      let state = try answer.verified(&advanced, now: Self.now, verified: SignatureVerifier.verify).state
      guard state.money(of: account) != nil, state.credentials(of: account) != nil else { throw TrustError.leftOut }
      return state
    }
    switch command {
    case .show: _ = try await state()
    case .history:
      let answer = try await asking.history(from: advanced.lastSize)
      let events = try answer.verified(
        account: account, &advanced, now: Self.now, verified: SignatureVerifier.verify
      ).events
      try Statement.require(events, of: account, toAgreeWith: try await state())
    case .pay:
      let payment = service.node.payment(10, family: 1)
      let answer = try await asking.submit(payment, from: advanced.lastSize)
      let id = try UnverifiedCommand(signed: payment.signed).id
      _ = try answer.verified(for: id, &advanced, now: Self.now, verified: SignatureVerifier.verify)
    }
    log = advanced
  }
}

/// Calls as a wallet makes them.
struct Asking {
  private let url: String
  private let service: TestService
  private let signer: Signer
  private let client = OutboundClient(seconds: 20, maximumBytes: 8 << 20)

  init(_ url: String, _ service: TestService, signer: Signer = WalletWorld.signer) {
    self.url = url
    self.service = service
    self.signer = signer
  }

  func state(from size: UInt64) async throws -> StateAnswer {
    try StateAnswer(encoded: await get("/v1/accounts/\(signer.account)/state?from=\(size)"))
  }

  func history(from size: UInt64) async throws -> HistoryAnswer {
    try HistoryAnswer(encoded: await get("/v1/accounts/\(signer.account)/history?limit=200&from=\(size)"))
  }

  func submit(_ submission: Submission, from size: UInt64) async throws -> CommandAnswer {
    let answer = try await client.post(
      submission.signed, type: "application/cose", headers: ["Accept": "application/cbor"],
      to: "\(url)/v1/commands?from=\(size)")
    try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
    return try CommandAnswer(encoded: answer.body)
  }

  private func get(_ target: String) async throws -> [UInt8] {
    let signed = service.authorization(
      signer, TestService.Signing(network: service.node.genesis.network, target: target))
    let answer = try await client.get(url + target, headers: ["Authorization": signed, "Accept": "application/cbor"])
    try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
    return answer.body
  }
}
