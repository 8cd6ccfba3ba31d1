import Coding
import Journal
import Model
import Records
import Signing

/// What was answered to commands that are sent again, read back from the journal: a refusal stays a refusal.
struct FirstAnswers {
  private let journal: Journal
  /// The block read last: retries mostly ask about the same one.
  private var block: BlockRecord?

  /// Why the journal could not be read.
  private(set) var failure: EngineError?

  init(_ journal: Journal) { self.journal = journal }

  mutating func answer(_ command: CommandID, entry: UInt64) -> Answer {
    do throws(JournalError) {
      let block = try block(holding: entry)
      return .decided(
        Decision(
          command: command, height: block.height, rejection: block.rejection(at: Int(entry - block.firstEntry)),
          entry: entry))
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

extension BlockRecord {
  /// Why the command whose answer is the entry at this place was refused; nil where it was done.
  fileprivate func rejection(at place: Int) -> Rejection? {
    if let item = publicEntries.first(where: { $0.place == place }) {
      guard item.entry.kind == .agency else { return nil }
      return (try? AgencyAct(encoded: item.entry.content))?.rejection
    }
    let start = place * Receipt.byteCount
    return Receipt(bytes: Array(receipts[start..<start + Receipt.byteCount])).flatMap { Rejection(rawValue: $0.code) }
  }
}
