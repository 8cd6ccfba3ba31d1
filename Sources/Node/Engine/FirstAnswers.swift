import Coding
import Journal
import Ledger
import Model
import Records
import Signing
import Transparency

/// What was answered to commands that are sent again, read back from the journal: a refusal stays a refusal.
struct FirstAnswers {
  private let journal: Journal
  /// The block read last: retries mostly ask about the same one.
  private var block: BlockRecord?

  /// Why the journal could not be read.
  private(set) var failure: EngineError?

  init(_ journal: Journal) { self.journal = journal }

  mutating func answer(_ command: CommandID, entry: UInt64, _ log: LogTree, _ state: LedgerState) -> Answer {
    do throws(JournalError) {
      let block = try block(holding: entry)
      let place = Int(entry - block.firstEntry)
      let (content, receipt) = (block.publicEntry(at: place), block.receipt(at: place))
      return .decided(
        Decision(
          command: command, height: block.height, rejection: Self.rejection(content, receipt), entry: entry,
          evidence: log.evidence(entry, receipt, content, state: state)))
    } catch {
      failure = .journal(error)
      return .unknown("its first answer cannot be read: \(error)")
    }
  }

  private mutating func block(holding entry: UInt64) throws(JournalError) -> BlockRecord {
    if let block, entry >= block.firstEntry, entry - block.firstEntry < block.entryCount { return block }
    block = try journal.block(ofEntry: entry)
    guard let block else { preconditionFailure("a lane's last answer is in the journal") }
    return block
  }
}

extension FirstAnswers {
  /// Why the command was refused; nil where it was done.
  private static func rejection(_ content: PublicEntry?, _ receipt: Receipt?) -> Rejection? {
    guard let content else { return receipt.flatMap { Rejection(rawValue: $0.code) } }
    guard content.kind == .agency || content.kind == .event else { return nil }
    return (try? AgencyAct(encoded: content.content))?.rejection
  }
}

extension BlockRecord {
  fileprivate func publicEntry(at place: Int) -> PublicEntry? {
    publicEntries.first { $0.place == place }.map(\.entry)
  }

  fileprivate func receipt(at place: Int) -> Receipt? {
    let start = place * Receipt.byteCount
    return Receipt(bytes: Array(receipts[start..<start + Receipt.byteCount]))
  }
}
