import Coding
import Model
import Rules
import Signing

/// What a disbursement's receipt commits to (docs/FORMATS.md): the decision it pays, the document and the cycle that was
/// decided, and every fact that was used. Whoever is told these can hold them against the receipt.
public struct DecisionCommitment: Equatable, Sendable {
  public let programme: ProgrammeID
  public let due: CivilDate
  /// Only commands up to this height count as known at the due time.
  public let cutOff: UInt64
  public let cycle: Text
  /// An account's number, or a person's where the programme decides about persons.
  public let registrant: UInt32
  /// Eight bytes, as in the journal.
  public let decision: [UInt8]
  /// One for each fact the programme names, in its order; nil where there was none.
  public let seals: [Digest?]

  public static let decisionByteCount = 8

  /// Nil where the decision has another length.
  public init?(
    programme: ProgrammeID, due: CivilDate, cutOff: UInt64, cycle: Text, registrant: UInt32, decision: [UInt8],
    seals: [Digest?]
  ) {
    guard decision.count == Self.decisionByteCount else { return nil }
    self.programme = programme
    self.due = due
    self.cutOff = cutOff
    self.cycle = cycle
    self.registrant = registrant
    self.decision = decision
    self.seals = seals
  }

  /// What the receipt carries.
  public var digest: Digest {
    var bytes = Self.cycleDigest(programme: programme, due: due, cutOff: cutOff, cycle: cycle).bytes
    bytes.appendLittleEndian(registrant)
    bytes += decision
    for seal in seals { bytes += (seal ?? .zero).bytes }
    return SHA256.hash(bytes)
  }

  /// What the decision grants; nil where it is no yes.
  public var granted: Rupiah? {
    guard decision[0] == 1 else { return nil }
    return Rupiah(decision[4...].reversed().reduce(0) { $0 << 8 | Int64($1) })
  }

  /// Names a cycle and the document it follows: SHA-256("salur/cycle/v1" ‖ programme id ‖ due day i32 ‖ cut-off u64 ‖
  /// name), little-endian.
  public static func cycleDigest(programme: ProgrammeID, due: CivilDate, cutOff: UInt64, cycle: Text) -> Digest {
    var bytes = Array("salur/cycle/v1".utf8) + programme.digest.bytes
    bytes.appendLittleEndian(due.days)
    bytes.appendLittleEndian(cutOff)
    return SHA256.hash(bytes + cycle.utf8)
  }
}
