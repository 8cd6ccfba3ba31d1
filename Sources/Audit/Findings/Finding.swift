import Coding
import Model

/// Something in a data directory that is not as the rules, the signatures or the log say it must be.
public struct Finding: Error, Equatable, Sendable {
  public let code: Code
  public let place: Place
  /// Numbers and digests for the specialist: what was expected and what was found.
  public let detail: Phrase?

  public init(_ code: Code, _ place: Place, _ detail: Phrase) {
    self.code = code
    self.place = place
    self.detail = detail
  }

  /// - Parameter detail: the same in every language.
  public init(_ code: Code, _ place: Place, _ detail: String? = nil) {
    self.code = code
    self.place = place
    self.detail = detail.map { Phrase($0, $0) }
  }

  public enum Severity: String, Sendable, CaseIterable {
    /// Somebody was, or could have been, deceived or deprived: money, decisions, signatures, the log itself.
    case grave
    /// The evidence is incomplete: what is missing or damaged cannot be checked.
    case incomplete
  }

  public var severity: Severity { code.severity }

  /// Where it is: as much as is known.
  public struct Place: Equatable, Sendable {
    public var height: UInt64?
    public var entry: UInt64?
    public var file: String?
    public var offset: Int?

    public init(height: UInt64? = nil, entry: UInt64? = nil, file: String? = nil, offset: Int? = nil) {
      self.height = height
      self.entry = entry
      self.file = file
      self.offset = offset
    }

    func entry(_ index: UInt64) -> Place { Place(height: height, entry: index, file: file, offset: offset) }
  }
}

extension Finding {
  /// Stable names, for machines and for people who search. None ever changes its meaning.
  public enum Code: String, Sendable, CaseIterable {
    // The files
    case genesisUnreadable = "genesis-unreadable"
    case otherNetwork = "other-network"
    case fileMissing = "file-missing"
    case fileUnreadable = "file-unreadable"
    case fileDamaged = "file-damaged"
    case strayFile = "stray-file"
    case blockOutOfOrder = "block-out-of-order"
    case acknowledgementUnreadable = "acknowledgement-unreadable"
    case endsBelowAcknowledged = "ends-below-acknowledged"
    case endsBelowCheckpoint = "ends-below-checkpoint"

    // A block as it says it is
    case blockTime = "block-time"
    case blockEntry = "block-entry"
    case commandRoot = "command-root"

    // Commands
    case commandUnreadable = "command-unreadable"
    case commandImpossible = "command-impossible"
    case signature = "signature"

    // Sealed data
    case sealedMissing = "sealed-missing"
    case sealedAltered = "sealed-altered"
    case sealedCommitment = "sealed-commitment"
    case erasedWithoutCommand = "erased-without-command"
    case notForgotten = "not-forgotten"
    case snapshotNotForgotten = "snapshot-not-forgotten"

    // What the rules say
    case decision = "decision"
    case opening = "opening"
    case entry = "entry"
    case publicEntry = "public-entry"
    case stateRoot = "state-root"
    case invariant = "invariant"

    // Who read what is private
    case accessChain = "access-chain"
    case accessHead = "access-head"

    // The log
    case checkpointUnreadable = "checkpoint-unreadable"
    case checkpointSignature = "checkpoint-signature"
    case checkpointRoot = "checkpoint-root"
    case checkpointSize = "checkpoint-size"
    case checkpointWitnesses = "checkpoint-witnesses"
  }
}

extension Finding.Code {
  public var severity: Finding.Severity {
    switch self {
    case .fileMissing, .fileUnreadable, .fileDamaged, .strayFile, .acknowledgementUnreadable, .sealedMissing,
      .checkpointUnreadable,
      .checkpointWitnesses:
      .incomplete
    default: .grave
    }
  }
}
