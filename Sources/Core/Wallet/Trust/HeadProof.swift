import Coding
import Transparency

/// A log's head as a node shows it: signed by the log, cosigned as far as the witnesses have come, and led on from the
/// head the asker trusts already. `TrustedLog` believes it or says why not.
public struct HeadProof: Equatable, Sendable {
  /// The newest head, a note signed by the log.
  public let note: [UInt8]
  /// The newest head the witnesses have cosigned, a note; nil where none has been yet.
  public let cosigned: [UInt8]?
  /// From the head the asker named to the newest; nil where it named none.
  public let consistency: ConsistencyProof?
  /// From the cosigned head to the newest; nil without one.
  public let cosignedConsistency: ConsistencyProof?

  public init(
    note: [UInt8], cosigned: [UInt8]?, consistency: ConsistencyProof?, cosignedConsistency: ConsistencyProof?
  ) {
    self.note = note
    self.cosigned = cosigned
    self.consistency = consistency
    self.cosignedConsistency = cosignedConsistency
  }
}

/// `[1, note, cosigned or null, consistency or null, cosigned consistency or null]`
extension HeadProof: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(5)
    w.unsigned(1 as UInt64)
    w.bytes(note)
    w.optional(cosigned) { $0.bytes($1) }
    w.optional(consistency)
    w.optional(cosignedConsistency)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 5)
    guard try r.unsigned() == 1 as UInt64 else { throw r.error(.unknownVersion(0)) }
    note = try r.bytes(max: SignedNote.maximumByteCount)
    cosigned = try r.optional { (r) throws(CodingError) in try r.bytes(max: SignedNote.maximumByteCount) }
    consistency = try r.optional()
    cosignedConsistency = try r.optional()
  }
}
