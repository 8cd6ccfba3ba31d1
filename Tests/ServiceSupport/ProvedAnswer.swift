import Coding
import Records
import Signing
import Transparency
import Wallet

/// An answer whose parts can be exchanged for others: how a liar sees it.
package enum ProvedAnswer {
  case state(StateAnswer)
  case history(HistoryAnswer)
  case command(CommandAnswer)

  /// - Parameter target: the call it answers; nil where its answer carries no proof.
  package init?(_ bytes: [UInt8], to target: String) throws {
    let path = target.prefix { $0 != "?" }
    if path.hasSuffix("/state") {
      self = .state(try StateAnswer(encoded: bytes))
    } else if path.hasSuffix("/history") {
      self = .history(try HistoryAnswer(encoded: bytes))
    } else if path.hasSuffix("/commands") {
      self = .command(try CommandAnswer(encoded: bytes))
    } else {
      return nil
    }
  }

  package var encoded: [UInt8] {
    switch self {
    case .state(let answer): answer.encoded
    case .history(let answer): answer.encoded
    case .command(let answer): answer.encoded
    }
  }

  package var head: HeadProof {
    get {
      switch self {
      case .state(let answer): answer.head
      case .history(let answer): answer.head
      case .command(let answer): answer.head
      }
    }
    set {
      switch self {
      case .state(let answer): self = .state(StateAnswer(head: newValue, state: answer.state))
      case .history(let answer):
        self = .history(HistoryAnswer(head: newValue, items: answer.items, next: answer.next))
      case .command(let answer):
        self = .command(
          CommandAnswer(
            command: answer.command, height: answer.height, entry: answer.entry, opening: answer.opening,
            inclusion: answer.inclusion, head: newValue))
      }
    }
  }
}

extension HeadProof {
  /// The same head, as if these witnesses had just cosigned it.
  package func cosigned(by witnesses: [TestWitness] = TestHeads.witnesses, at time: UInt64) throws -> HeadProof {
    var note = try SignedNote(parsing: note)
    for witness in witnesses { witness.cosign(&note, at: time) }
    return HeadProof(note: self.note, cosigned: note.bytes, consistency: consistency, cosignedConsistency: nil)
  }

  /// The same witnesses' word on another head.
  package func with(
    note: [UInt8]? = nil, cosigned: [UInt8]?? = nil, consistency: ConsistencyProof?? = nil
  ) -> HeadProof {
    HeadProof(
      note: note ?? self.note, cosigned: cosigned ?? self.cosigned, consistency: consistency ?? self.consistency,
      cosignedConsistency: cosignedConsistency)
  }
}

extension InclusionProof {
  /// With one hash altered.
  package var forged: InclusionProof {
    var siblings = siblings
    var bytes = siblings[0].bytes
    bytes[0] ^= 1
    siblings[0] = Digest(bytes: bytes)!
    return InclusionProof(index: index, size: size, siblings: siblings)
  }
}
