import Coding
import EngineSupport
import Model
import Records
import ServiceSupport
import Signing
import Transparency
import Wallet

// Lies under a head that is honest.

extension WalletLie {
  static func states(_ world: WalletWorld) -> [WalletLie] {
    let others = world.others.state.state
    return [
      state("a balance altered", .state(.proof(.wrongRoot))) { Self.richer($0) },
      state("a balance and its table's root altered", .state(.wrongStateRoot)) { state in
        let richer = Self.richer(state)
        let leaf = richer.leaves.first { $0.table == .money }!
        var roots = richer.roots
        let index = Int(StateTable.money.rawValue)
        roots[index] = TableRoot(
          leaf.path.root(leafHash: SHA256.hash(leaf.preimage)), leaves: roots[index].leaves)
        return StateProof(
          block: richer.block, inclusion: richer.inclusion, roots: roots, leaves: richer.leaves,
          registry: richer.registry)
      },
      state("the balance left out", .leftOut) { state in
        StateProof(
          block: state.block, inclusion: state.inclusion, roots: state.roots,
          leaves: state.leaves.filter { $0.table != .money }, registry: state.registry)
      },
      state("the state of before", .state(.notTheHead)) { _ in others },
      state("a forged inclusion proof of the block", .state(.proof(.wrongRoot))) { state in
        StateProof(
          block: state.block, inclusion: state.inclusion.forged, roots: state.roots, leaves: state.leaves,
          registry: state.registry)
      },
    ]
  }

  /// What is true of somebody else, proved.
  static func another(_ answer: StateAnswer) -> WalletLie {
    state("another account's state", .leftOut) { _ in answer.state }
  }

  private static func state(
    _ name: String, _ error: TrustError, _ change: @escaping @Sendable (StateProof) -> StateProof
  ) -> WalletLie {
    WalletLie(name, in: .show, error) { answer in
      guard case .state(let honest) = answer else { return }
      answer = .state(StateAnswer(head: honest.head, state: change(honest.state)))
    }
  }

  private static func richer(_ state: StateProof) -> StateProof {
    let leaves = state.leaves.map { leaf in
      guard leaf.table == .money else { return leaf }
      var preimage = leaf.preimage
      preimage[22] ^= 0xFF
      return StateProof.Leaf(table: .money, path: leaf.path, preimage: preimage)
    }
    return StateProof(
      block: state.block, inclusion: state.inclusion, roots: state.roots, leaves: leaves, registry: state.registry)
  }

  static func histories(_ world: WalletWorld) -> [WalletLie] {
    let others = world.others.history.items
    func history(
      _ name: String, _ error: TrustError,
      _ change: @escaping @Sendable ([HistoryAnswer.Item]) -> [HistoryAnswer.Item]
    ) -> WalletLie {
      WalletLie(name, in: .history, error) { answer in
        guard case .history(let honest) = answer else { return }
        answer = .history(HistoryAnswer(head: honest.head, items: change(honest.items), next: honest.next))
      }
    }
    return [
      history("the newest payment left out", .incomplete) { items in
        let newest = items.firstIndex { $0.opening.receipt.kind == .payment }!
        return Array(items[..<newest] + items[(newest + 1)...])
      },
      history("the money that came in left out", .incomplete) { items in
        items.filter { $0.opening.receipt.kind != .cashIn }
      },
      history("nothing at all", .incomplete) { _ in [] },
      history("an entry that moved no money left out", .incomplete) { items in
        items.filter { $0.opening.receipt.kind != .claimed }
      },
      history("a payment and its refund left out", .incomplete) { items in
        let refund = items.first { $0.opening.receipt.kind == .refund }!.opening.receipt
        return items.filter {
          $0.opening.receipt.kind != .refund && $0.inclusion.index != refund.reference
        }
      },
      history("somebody else's history", .entry) { _ in others },
      history("an entry told twice", .entry) { [$0[0]] + $0 },
      history("an amount altered", .entry) { items in
        var bytes = items[0].opening.receipt.bytes
        bytes[24] ^= 1
        let opening = Opening(blind: items[0].opening.blind, receipt: Receipt(bytes: bytes)!)
        return [HistoryAnswer.Item(opening: opening, inclusion: items[0].inclusion)] + items.dropFirst()
      },
      history("a forged inclusion proof", .entry) { items in
        [HistoryAnswer.Item(opening: items[0].opening, inclusion: items[0].inclusion.forged)] + items.dropFirst()
      },
    ]
  }

  static func commands(_ world: WalletWorld) -> [WalletLie] {
    let (earlier, replica) = (world.earlier, world.service.node.replica!)
    func command(
      _ name: String, _ error: TrustError, _ change: @escaping @Sendable (CommandAnswer) throws -> CommandAnswer
    ) -> WalletLie {
      WalletLie(name, in: .pay, error) { answer in
        guard case .command(let honest) = answer else { return }
        answer = .command(try change(honest))
      }
    }
    @Sendable func with(_ answer: CommandAnswer, opening: Opening? = nil, inclusion: InclusionProof? = nil)
      -> CommandAnswer
    {
      CommandAnswer(
        command: answer.command, height: answer.height, entry: answer.entry, opening: opening ?? answer.opening,
        inclusion: inclusion ?? answer.inclusion, head: answer.head)
    }
    return [
      command("the answer to an earlier command", .otherCommand) { _ in earlier },
      command("an earlier command's answer under this one's name, proved anew", .otherCommand) { honest in
        let (index, size) = (earlier.inclusion.index, honest.inclusion.size)
        let inclusion = try replica.openings(of: [index], size: size)[0].inclusion
        return CommandAnswer(
          command: honest.command, height: earlier.height, entry: earlier.entry, opening: earlier.opening,
          inclusion: inclusion, head: honest.head)
      },
      command("a forged inclusion proof", .entry) { with($0, inclusion: $0.inclusion.forged) },
      command("an amount altered", .entry) { honest in
        var bytes = honest.opening!.receipt.bytes
        bytes[24] ^= 1
        return with(honest, opening: Opening(blind: honest.opening!.blind, receipt: Receipt(bytes: bytes)!))
      },
      command("no opening", .entry) { honest in
        CommandAnswer(
          command: honest.command, height: honest.height, entry: honest.entry, opening: nil,
          inclusion: honest.inclusion, head: honest.head)
      },
    ]
  }
}
