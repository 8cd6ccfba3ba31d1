import Coding
import EngineSupport
import Foundation
import Model
import Records
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

@Suite("A lying node", .serialized)
struct LyingNodeTests {
  /// Tells a lie to the core and to `salur wallet`; both must see through it and remember nothing.
  private func tell(_ lie: WalletLie, _ world: WalletWorld) async throws {
    world.proxy.tell { try lie.answer($1, to: $0) }
    var log = world.trusted
    let error = await #expect(throws: TrustError.self, "\(lie.name)") { try await world.ask(lie.command, &log) }
    // A second may pass between telling and asking.
    if case .stale = lie.error {
      #expect(error?.phrase.english == lie.error.phrase.english)
    } else {
      #expect(error == lie.error, "\(lie.name)")
    }
    #expect(log == world.trusted, "\(lie.name)")
    let folder = try world.copy()
    // Before it pays the wallet asks for its state, and believes what it is told: the truth.
    let size = lie.command == .pay ? world.service.node.replica.logSize : world.trusted.lastSize
    let arguments = lie.command == .pay ? ["--to", "\(TestNode.shop)", "--amount", "20"] : []
    let outcome = try await WalletWorld.wallet([lie.command.rawValue, "--wallet", folder] + arguments)
    #expect(outcome.status == 1, "\(lie.name): \(outcome.output)")
    #expect(outcome.errors.contains(lie.error.phrase.english), "\(lie.name): \(outcome.errors)")
    let kept = try contents(folder + "/log.cbor")
    #expect(try TrustedLog(encoded: kept).lastSize == size, "\(lie.name)")
    #expect(lie.command == .pay || kept == world.trusted.encoded, "\(lie.name)")
    let evidence = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("evidence-") }
    guard case .contradiction(let heads) = lie.error else { return #expect(evidence.isEmpty, "\(lie.name)") }
    try #require(evidence.count == 1, "\(lie.name)")
    #expect(try contents("\(folder)/\(evidence[0])") == heads.earlier + [UInt8(ascii: "\n")] + heads.later)
    #expect(outcome.errors.contains(evidence[0]))
  }

  private func contents(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  private func inWorld(_ body: (WalletWorld) async throws -> Void) async throws {
    let world = try await WalletWorld()
    do {
      try await body(world)
    } catch {
      await world.stop()
      throw error
    }
    await world.stop()
  }

  @Test("about its log: other keys, missing, forged or old cosignatures, another past")
  func heads() async throws {
    try await inWorld { world in
      for lie in WalletLie.heads(in: .show, world) { try await tell(lie, world) }
      let head = try await Asking(world.service.url, world.service).state(from: world.trusted.lastSize).head
      for lie in try WalletLie.growth(to: head, world) { try await tell(lie, world) }
    }
  }

  @Test("about its log, beside a history or the answer to a payment")
  func otherHeads() async throws {
    try await inWorld { world in
      for lie in WalletLie.heads(in: .history, world) { try await tell(lie, world) }
      for lie in WalletLie.heads(in: .pay, world) where lie.name.contains("witness") { try await tell(lie, world) }
    }
  }

  @Test("about a balance")
  func states() async throws {
    try await inWorld { world in
      for lie in WalletLie.states(world) { try await tell(lie, world) }
      let others = try await Asking(world.service.url, world.service, signer: .family(0)).state(from: 0)
      try await tell(.another(others), world)
    }
  }

  @Test("about a history: entries left out, altered, another's")
  func histories() async throws {
    try await inWorld { world in
      for lie in WalletLie.histories(world) { try await tell(lie, world) }
    }
  }

  @Test("about a payment: an old answer, a forged proof; the payment is sent again, once, and then proved")
  func commands() async throws {
    try await inWorld { world in
      for lie in WalletLie.commands(world) { try await tell(lie, world) }
      let folder = try world.copy()
      let lie = try #require(WalletLie.commands(world).first)
      world.proxy.tell { try lie.answer($1, to: $0) }
      let payment = ["pay", "--wallet", folder, "--to", "\(TestNode.shop)", "--amount", "7"]
      #expect(try await WalletWorld.wallet(payment).status == 1)
      #expect(FileManager.default.fileExists(atPath: folder + "/pending.cose"))
      let before = takings(world)
      world.proxy.tell { try WalletWorld.honest($1, to: $0).encoded }
      let again = try await WalletWorld.wallet(payment)
      #expect(again.status == 0 && again.errors.contains("An earlier command without an answer has been done."))
      #expect(!FileManager.default.fileExists(atPath: folder + "/pending.cose"))
      // One payment more, not two.
      #expect(takings(world) == before + 7)
    }
  }

  private func takings(_ world: WalletWorld) -> Int64 {
    world.service.node.replica.read { state in
      let salt = state.account(TestNode.shop)!.salt
      return MoneyLeaf(preimage: state.money.leafPreimage(of: TestNode.shop, salt: salt))!.takings
    }
  }

  @Test("what is no answer at all, and an answer withheld")
  func garbage() async throws {
    try await inWorld { world in
      world.proxy.tell { try Array(WalletWorld.honest($1, to: $0).encoded.dropLast()) }
      let folder = try world.copy()
      for command in ["show", "history"] {
        let outcome = try await WalletWorld.wallet([command, "--wallet", folder])
        #expect(
          outcome.status == 1 && outcome.errors.contains("This server's answer cannot be read."), "\(outcome.errors)")
      }
      world.proxy.tell { _, _ in throw Withheld() }
      let outcome = try await WalletWorld.wallet(["history", "--wallet", folder])
      #expect(outcome.status == 1 && outcome.errors.contains("answers: HTTP 500"), "\(outcome.errors)")
      #expect(try contents(folder + "/log.cbor") == world.trusted.encoded)
    }
  }

  private struct Withheld: Error {}

  @Test("another network's genesis document makes no wallet")
  func genesis() async throws {
    try await inWorld { world in
      let other = TestNode.genesis(origin: "salur.test/elsewhere").encoded
      world.proxy.tell { $0.hasPrefix("/v1/genesis") ? other : $1 }
      let folder = world.folder.path("none")
      let outcome = try await WalletWorld.wallet([
        "create", "--wallet", folder, "--node", world.proxy.url, "--network",
        world.service.node.genesis.network.description,
      ])
      #expect(outcome.status == 1 && outcome.errors.contains("is no node of that network"), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder))
    }
  }
}
