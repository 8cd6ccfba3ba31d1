import Coding
import Model
import Records
import Signing
import Transparency

/// What a node answers to a command it has decided: the entry that says so, what opens it, its place in the log, and the
/// log's head.
public struct CommandAnswer: Equatable, Sendable {
  public let command: CommandID
  public let height: UInt64
  public let entry: Entry
  /// Nil where the entry is public.
  public let opening: Opening?
  public let inclusion: InclusionProof
  public let head: HeadProof

  public init(
    command: CommandID, height: UInt64, entry: Entry, opening: Opening?, inclusion: InclusionProof, head: HeadProof
  ) {
    self.command = command
    self.height = height
    self.entry = entry
    self.opening = opening
    self.inclusion = inclusion
    self.head = head
  }

  /// What became of the command that was sent, once the log is shown to say so.
  ///
  /// - Parameters:
  ///   - command: the one that was sent.
  ///   - log: advances to the answer's head.
  public func verified(
    for command: CommandID, _ log: inout TrustedLog, now: UInt64, verified: (SignatureCheck) -> Bool
  ) throws(TrustError) -> CommandOutcome {
    guard self.command == command else { throw .otherCommand }
    let head = try log.advance(to: self.head, now: now, verified: verified)
    guard inclusion.size == head.size, inclusion.root(leafHash: MerkleTree.leafHash(entry.encoded)) == head.root else {
      throw .entry
    }
    let isCosigned = inclusion.index < head.cosignedSize
    switch entry {
    case .sealed:
      guard let opening, opening.opens(entry) else { throw .entry }
      let receipt = opening.receipt
      guard receipt.digest == command.digest else { throw .otherCommand }
      let rejection = Rejection(rawValue: receipt.code)
      guard receipt.kind != .rejected || rejection != nil else { throw .entry }
      return CommandOutcome(
        command: command, entry: inclusion.index, rejection: rejection, receipt: receipt, isCosigned: isCosigned)
    case .open(let content):
      guard opening == nil else { throw .entry }
      return CommandOutcome(
        command: command, entry: inclusion.index, rejection: try rejection(of: content), receipt: nil,
        isCosigned: isCosigned)
    }
  }

  /// A public entry says what became of a command only where it names it: the log is full of others.
  private func rejection(of content: PublicEntry) throws(TrustError) -> Rejection? {
    switch content.kind {
    case .agency, .event:
      guard let act = try? AgencyAct(encoded: content.content) else { throw .entry }
      guard act.command == command else { throw .otherCommand }
      return act.rejection
    case .batch:
      guard let notice = try? BatchNotice(encoded: content.content) else { throw .entry }
      guard notice.command == command else { throw .otherCommand }
      return nil
    case .genesis, .block, .programme, .schema, .cycle, .appeals: throw .otherCommand
    }
  }
}

/// What the log says became of a command. Only verification makes one.
public struct CommandOutcome: Equatable, Sendable {
  public let command: CommandID
  public let entry: UInt64
  /// Nil where it was done.
  public let rejection: Rejection?
  /// Nil where the entry is public.
  public let receipt: Receipt?
  /// Whether the witnesses have seen the entry too.
  public let isCosigned: Bool

  init(command: CommandID, entry: UInt64, rejection: Rejection?, receipt: Receipt?, isCosigned: Bool) {
    self.command = command
    self.entry = entry
    self.rejection = rejection
    self.receipt = receipt
    self.isCosigned = isCosigned
  }
}

/// `[1, command, height, entry, opening or null, inclusion, head]`
extension CommandAnswer: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(7)
    w.unsigned(1 as UInt64)
    command.encode(to: &w)
    w.unsigned(height)
    entry.encode(to: &w)
    w.optional(opening)
    inclusion.encode(to: &w)
    head.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 7)
    command = try CommandID(from: &r)
    height = try r.unsigned()
    entry = try Entry(from: &r)
    opening = try r.optional()
    inclusion = try InclusionProof(from: &r)
    head = try HeadProof(from: &r)
  }
}
