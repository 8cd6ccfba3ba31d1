import Coding
import Model
import Signing
import Transparency

/// One leaf of the log, as everybody sees it.
///
/// What concerns a person or a shop is only a commitment: `[1, kind, SHA-256(blind ‖ receipt)]`. Its `Opening` goes to
/// those concerned and to auditors. Public kinds carry their content.
public enum Entry: Hashable, Sendable {
  case sealed(commitment: Digest)
  case open(PublicEntry)

  public static let sealedKind: UInt8 = 0

  /// Bytes of a sealed entry: `83 01 00 58 20` and the commitment.
  public static let sealedByteCount = 37
}

extension Entry: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    switch self {
    case .sealed(let commitment):
      w.unsigned(Self.sealedKind)
      commitment.encode(to: &w)
    case .open(let entry):
      w.unsigned(entry.kind.rawValue)
      w.bytes(entry.content)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 3)
    let kind: UInt8 = try r.unsigned()
    if kind == Self.sealedKind {
      self = .sealed(commitment: try Digest(from: &r))
    } else {
      guard let kind = PublicEntry.Kind(rawValue: kind) else { throw r.error(.unknownCase(UInt64(kind))) }
      self = .open(PublicEntry(kind, content: try r.bytes(max: PublicEntry.maximumBytes)))
    }
  }
}

/// An entry whose content is for everybody.
public struct PublicEntry: Hashable, Sendable {
  public enum Kind: UInt8, Sendable, CaseIterable {
    case genesis = 1
    case block = 2
    /// An agency's act: money issued, allocated or funded, roles, parameters, upgrades. `AgencyAct`.
    case agency = 3
    case programme = 4
    case schema = 5
    case event = 6
    /// A cycle's life: opened, decided, waiting, closed. `CycleNotice`.
    case cycle = 7
    /// A batch of registrations or facts: how many, under which root. `BatchNotice`.
    case batch = 8
    /// Appeals that nobody answered in time, or a cycle's appeals by region. `AppealNotice`.
    case appeals = 9
  }

  public let kind: Kind
  /// Deterministic CBOR of the kind's record.
  public let content: [UInt8]

  /// So that the entry, six bytes longer, fits a bundle of the log (`EntryBundle.maximumEntry`). What the log takes in is
  /// bounded below it: commands, programmes, the genesis document.
  public static let maximumBytes = EntryBundle.maximumEntry - 6

  public init(_ kind: Kind, content: [UInt8]) {
    self.kind = kind
    self.content = content
  }
}
