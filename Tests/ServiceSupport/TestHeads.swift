import Engine
import EngineSupport
import Transparency
import Wallet

/// A log whose heads a test makes: what a node would say, or a lying one.
package struct TestHeads {
  package static let witnesses = [TestWitness("witness.one"), TestWitness("witness.two")]
  package static let now: UInt64 = 1_800_000_000

  package let node: TestNode
  package let witnesses: [TestWitness]

  package init(node: TestNode, witnesses: [TestWitness] = TestHeads.witnesses) {
    self.node = node
    self.witnesses = witnesses
  }

  /// The head of the node's log, cosigned at `size` by so many witnesses.
  package func proof(
    from trusted: UInt64 = 0, cosigned size: UInt64? = nil, by count: Int? = nil, at time: UInt64 = TestHeads.now
  ) throws -> HeadProof {
    let replica = node.replica!
    return replica.read { _, log, _ in
      let size = size ?? log.size
      var cosigned = replica.signedHead(size: size, root: log.root(size: size))
      for witness in witnesses.prefix(count ?? witnesses.count) { witness.cosign(&cosigned, at: time) }
      return HeadProof(
        note: replica.signedHead(size: log.size, root: log.root).bytes, cosigned: cosigned.bytes,
        consistency: trusted == 0 ? nil : log.consistencyProof(from: trusted),
        cosignedConsistency: log.consistencyProof(from: size))
    }
  }

  package func trustedLog(quorum: Int? = nil) throws -> TrustedLog {
    try TrustedLog(genesis: node.genesis, quorum: quorum)
  }
}
