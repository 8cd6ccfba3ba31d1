import Coding
import Glibc
import Ledger
import Model
import Platform
import Records
import Signing

/// What the ledger made of a block against what the journal says it made.
struct Comparison {
  private let record: BlockRecord
  private let output: BlockOutput
  private let recorded: BlockEntry?
  private let place: Finding.Place
  private let lanes: PlatformLanes
  /// Every entry is as recorded.
  private let entriesAgree: Bool
  /// The recorded state root is the ledger's.
  let stateAgrees: Bool

  init(
    _ record: BlockRecord, _ output: BlockOutput, _ recorded: BlockEntry?, place: Finding.Place, lanes: PlatformLanes
  ) {
    self.record = record
    self.output = output
    self.recorded = recorded
    self.place = place
    self.lanes = lanes
    stateAgrees = recorded != nil && recorded?.stateRoot == output.block?.stateRoot
    entriesAgree =
      output.entries.firstEntry == record.firstEntry
      && same(output.entries.receipts, record.receipts)
      && same(output.entries.commitments, record.commitments)
      && output.entries.publicEntries.count == record.publicEntries.count
      && zip(output.entries.publicEntries, record.publicEntries).allSatisfy {
        $0.place == Int($1.place) && $0.entry == $1.entry
      }
  }

  /// Lends the leaf hashes of the entries as recorded.
  func withLeaves(_ body: (UnsafeRawBufferPointer) -> Void) {
    if entriesAgree { return body(output.entries.leafHashes) }
    record.leafHashes(lanes: lanes).withUnsafeBytes(body)
  }

  /// Every difference, by its own name.
  func compare(_ state: LedgerState, _ findings: inout Findings) {
    let before = findings.count
    compareCommands(&findings)
    // A command that could not be as it is explains why the state is another.
    if findings.count > before, !stateAgrees { return }
    compareDecisions(&findings)
    compareBlockEntry(&findings)
    if entriesAgree { return }
    if output.entries.count == record.entryCount {
      comparePublicEntries(&findings)
      checkBlankSlots(&findings)
      compareSealedEntries(state, &findings)
    } else {
      findings.add(
        .entry, place, "the rules make \(output.entries.count) entries, the block has \(record.entryCount)")
    }
    // Whatever has no name of its own is still a difference.
    if findings.count == before { findings.add(.blockEntry, place, "it is not what the ledger writes") }
  }

  // MARK: Commands, decisions and the block entry

  private func compareCommands(_ findings: inout Findings) {
    for (index, outcome) in output.outcomes.enumerated() {
      switch outcome {
      case .dropped(let rejection):
        let isSeal = rejection == .sealedMissing || rejection == .sealedMismatch
        findings.add(
          isSeal ? .sealedCommitment : .commandImpossible, place, "command \(index): \(rejection.english)")
      case .rejected(.batchRootMismatch, _) where !stateAgrees:
        findings.add(.sealedCommitment, place, "command \(index): \(Rejection.batchRootMismatch.english)")
      default: break
      }
    }
  }

  private func compareDecisions(_ findings: inout Findings) {
    guard output.decisions != record.decisions else { return }
    let (mine, theirs) = (output.decisions, record.decisions)
    let first = zip(mine, theirs).enumerated().first { $1.0 != $1.1 }?.offset ?? min(mine.count, theirs.count)
    findings.add(
      .decision, place, "from byte \(first) of \(theirs.count) on; the rules give \(mine.count) bytes")
  }

  private func compareBlockEntry(_ findings: inout Findings) {
    guard let recorded, let mine = output.block else { return }
    let last = place.entry(recorded.firstEntry &+ recorded.entries &- 1)
    if !stateAgrees {
      findings.add(.stateRoot, last, "the replay gives \(mine.stateRoot), the block says \(recorded.stateRoot)")
    }
    if recorded.protocolVersion != mine.protocolVersion || recorded.parameters != mine.parameters
      || recorded.rejected != mine.rejected
    {
      findings.add(.blockEntry, last, "its protocol, parameters or count of rejections are others")
    }
  }

  // MARK: Entries

  /// The block entry has its own comparison.
  private func comparePublicEntries(_ findings: inout Findings) {
    let mine = output.entries.publicEntries.map { PlacedEntry(place: $0.place, entry: $0.entry) }
    let theirs = record.publicEntries.map { PlacedEntry(place: Int($0.place), entry: $0.entry) }
    let places = Set((mine + theirs).filter { $0.entry.kind != .block }.map(\.place)).sorted()
    for place in places {
      let (expected, found) = (mine.first { $0.place == place }, theirs.first { $0.place == place })
      if expected != found {
        findings.add(
          .publicEntry, self.place.entry(record.firstEntry + UInt64(place)),
          "the rules give \(kind(expected)), the block has \(kind(found))")
      }
    }
  }

  /// A public entry has neither receipt nor commitment: nothing may hide there.
  private func checkBlankSlots(_ findings: inout Findings) {
    for place in record.publicEntries.map({ Int($0.place) }) {
      let isBlank =
        record.receipts[receiptRange(place)].allSatisfy { $0 == 0 }
        && record.commitments[commitmentRange(place)].allSatisfy { $0 == 0 }
      if !isBlank {
        findings.add(
          .publicEntry, self.place.entry(record.firstEntry + UInt64(place)), "there are bytes in place of a receipt")
      }
    }
  }

  private struct PlacedEntry: Equatable {
    let place: Int
    let entry: PublicEntry
  }

  private func kind(_ entry: PlacedEntry?) -> String { entry.map { "a \($0.entry.kind) entry" } ?? "none" }

  private func compareSealedEntries(_ state: LedgerState, _ findings: inout Findings) {
    for place in sealedPlaces {
      let receipt = record.receipts[receiptRange(place)]
      let commitment = record.commitments[commitmentRange(place)]
      if output.entries.receipts[receiptRange(place)].elementsEqual(receipt),
        output.entries.commitments[commitmentRange(place)].elementsEqual(commitment)
      {
        continue
      }
      if opens(place, state) {
        findings.add(.entry, self.place.entry(record.firstEntry + UInt64(place)), difference(at: place))
      } else {
        findings.add(.opening, self.place.entry(record.firstEntry + UInt64(place)))
      }
    }
  }

  /// Places whose recorded entry is a commitment.
  private var sealedPlaces: [Int] {
    var isPublic = [Bool](repeating: false, count: record.entryCount)
    for (place, _) in record.publicEntries { isPublic[Int(place)] = true }
    return isPublic.indices.filter { !isPublic[$0] }
  }

  private func opens(_ place: Int, _ state: LedgerState) -> Bool {
    record.opening(at: place, state: state)?.commitment.bytes
      .elementsEqual(record.commitments[commitmentRange(place)]) ?? false
  }

  private func difference(at place: Int) -> String {
    let found = Receipt(bytes: [UInt8](record.receipts[receiptRange(place)]))
    guard let expected = output.entries.receipt(at: place), let found else { return "another receipt" }
    if expected.amount != found.amount || expected.kind != found.kind {
      return "the rules give \(expected.kind) of \(expected.amount), the block says \(found.kind) of \(found.amount)"
    }
    return "another receipt"
  }

  private func receiptRange(_ place: Int) -> Range<Int> {
    place * Receipt.byteCount..<(place + 1) * Receipt.byteCount
  }

  private func commitmentRange(_ place: Int) -> Range<Int> {
    place * Digest.byteCount..<(place + 1) * Digest.byteCount
  }
}

private func same(_ a: UnsafeRawBufferPointer, _ b: [UInt8]) -> Bool {
  b.withUnsafeBytes { b in
    a.count == b.count && (a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0)
  }
}
