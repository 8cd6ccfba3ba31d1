import Model
import Signing

/// What a caller hands in: a signed command and the sealed bytes that travel beside it.
public struct Submission: Sendable {
  public let signed: [UInt8]
  public let sealed: [Sealed]

  public init(signed: [UInt8], sealed: [Sealed] = []) {
    self.signed = signed
    self.sealed = sealed
  }

  /// Bytes it keeps in memory.
  var byteCount: Int { sealed.reduce(signed.count) { $0 + $1.bytes.count } }
}

/// What a caller is told: that it is durable, that it is certain not to happen, or that neither is known.
public enum Answer: Sendable {
  /// The command is in a block on disk: done, or finally rejected.
  case decided(Decision)
  /// Nothing happened and nothing was used up.
  case refused(Refusal)
  /// The disk failed half way, for this reason. Whoever sends the very same bytes again after the node's next start
  /// learns what became of them, and they take effect at most once.
  case unknown(String)
}

/// A command's place in the log.
public struct Decision: Sendable {
  public let command: CommandID
  public let height: UInt64
  /// Nil where the ledger did what was asked.
  public let rejection: Rejection?
  /// Index of the entry that says so.
  public let entry: UInt64
  public let evidence: EntryEvidence
}

/// Why a submission did not reach a block.
public enum Refusal: Error, Sendable {
  /// Not a signed command at all, or its signature does not fit.
  case signature(SignatureError)
  /// The ledger's answer, transient.
  case rejected(Rejection)
  /// Too many commands are waiting; try again in a moment.
  case busy
  /// The node accepts nothing any more; the reason is for its operator.
  case stopped(String)
}

extension Refusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .signature(let error): error.description
    case .rejected(let rejection): rejection.english
    case .busy: "the node has too many commands waiting; try again in a moment"
    case .stopped(let reason): "the node accepts no commands: \(reason)"
    }
  }
}
