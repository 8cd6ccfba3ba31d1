import Coding
import Platform
import Records
import Signing
import Storage

/// Opening a journal: finds its blocks, cuts off what was never acknowledged, and refuses anything that is damaged.
struct JournalOpening {
  private(set) var index = BlockIndex()
  private(set) var segment: OpenSegment?
  private(set) var acknowledgement: Acknowledgement
  private(set) var slots: SlotFile
  private(set) var recovery = JournalRecovery()

  init(segments: NumberedFiles, network: NetworkID, disk: Disk) throws(JournalError) {
    let numbers = try onDisk { () throws(StorageError) in try segments.numbers() }
    (slots, acknowledgement) = try Self.acknowledgement(
      in: segments.directory, network: network, isNew: numbers.isEmpty, disk: disk)
    recovery.tornAcknowledgement = slots.isTorn
    for (place, number) in numbers.enumerated() {
      let expected = UInt64(place) + 1
      guard number == expected else {
        throw .damage(JournalDamage(file: segments.path(expected), offset: 0, reason: .missing))
      }
      let path = segments.path(number)
      try add(
        try Segment(path, number: number, network: network, mode: .update, disk: disk),
        isNewest: place == numbers.count - 1)
    }
    try checkEnd(segments)
    try acceptTail()
  }

  /// Reads how far the journal has been promised; starts a new journal with nothing promised.
  private static func acknowledgement(
    in directory: String, network: NetworkID, isNew: Bool, disk: Disk
  ) throws(JournalError) -> (SlotFile, Acknowledgement) {
    let path = "\(directory)/\(FileNames.acknowledged)"
    if !Directory.exists(path) {
      guard isNew else { throw .damage(JournalDamage(file: path, offset: 0, reason: .missing)) }
      let nothing = Acknowledgement(network: network)
      return try onDisk { () throws(StorageError) in
        (try SlotFile(creating: path, value: nothing.encoded, disk: disk), nothing)
      }
    }
    guard let slots = try onDisk({ () throws(StorageError) in try SlotFile(path, disk: disk) }),
      let acknowledgement = try? Acknowledgement(encoded: slots.value)
    else { throw .damage(JournalDamage(file: path, offset: 0, reason: .unreadableAcknowledgement)) }
    guard acknowledgement.network == network else {
      let reason = JournalDamage.Reason.otherNetwork(found: acknowledgement.network, expected: network)
      throw .damage(JournalDamage(file: path, offset: 0, reason: reason))
    }
    return (slots, acknowledgement)
  }

  private mutating func add(_ segment: Segment, isNewest: Bool) throws(JournalError) {
    // Only the newest segment can be torn. The blocks of the others are verified whenever they are read.
    let (end, damage) = try segment.blocks(into: &index, verifying: isNewest)
    if let damage {
      // A block is written once the one before it is durable, so only the last can be torn: with an intact one behind
      // it, it was acknowledged, whatever is left of that promise.
      guard isNewest, !isShort, try !segment.holdsBlock(from: end, after: index) else { throw .damage(damage) }
      recovery.cut = JournalRecovery.Cut(
        file: damage.file, offset: end, height: index.nextHeight, reason: damage.reason)
    }
    self.segment = OpenSegment(number: segment.number, file: segment.file, size: segment.size, end: end)
  }

  /// Whether acknowledged blocks are missing.
  private var isShort: Bool {
    guard let promised = acknowledgement.height else { return false }
    return index.lastHeight.map { $0 < promised } ?? true
  }

  /// Compares the journal's end with what has been promised.
  private func checkEnd(_ segments: NumberedFiles) throws(JournalError) {
    func ends(_ reason: JournalDamage.Reason) -> JournalError {
      .damage(JournalDamage(file: segment?.file.path ?? segments.path(1), offset: segment?.end ?? 0, reason: reason))
    }
    if isShort, let promised = acknowledgement.height {
      throw ends(.endsBelowAcknowledged(last: index.lastHeight, acknowledged: promised))
    }
    if acknowledgement.checkpointSize > index.logSize {
      throw ends(.endsBelowCheckpoint(size: index.logSize, published: acknowledgement.checkpointSize))
    }
  }

  /// Cuts off a torn block. Whole blocks that follow the acknowledged ones stay, and count as acknowledged from now
  /// on: they will be applied like any other.
  private mutating func acceptTail() throws(JournalError) {
    guard let segment else { return }
    let promised = Acknowledgement(
      network: acknowledgement.network, height: index.lastHeight, checkpointSize: acknowledgement.checkpointSize,
      checkpoint: acknowledgement.checkpoint)
    let isCut = recovery.cut != nil
    var slots = slots
    try onDisk { () throws(StorageError) in
      if isCut { try segment.file.cut(at: segment.end) } else { try segment.file.synchronise() }
      if promised.height != nil { try slots.write(promised.encoded, durably: true) }
    }
    self.slots = slots
    acknowledgement = promised
  }
}

/// Runs work on the disk and passes its error on as the journal's.
func onDisk<Result>(_ body: () throws(StorageError) -> Result) throws(JournalError) -> Result {
  do throws(StorageError) {
    return try body()
  } catch {
    throw .storage(error)
  }
}
