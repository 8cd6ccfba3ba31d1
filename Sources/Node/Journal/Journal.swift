import Model
import Platform
import Records
import Signing
import Storage
import Synchronization

/// The durable truth: every block, in order, in append-only files of one directory.
///
/// What `append` has returned from outlives anything but the loss of the disk. A second file, `acknowledged`, holds
/// how far that is, so that a journal that ends earlier is known to be damaged and never taken for a new one.
public final class Journal: Sendable {
  public let directory: String
  public let network: NetworkID
  /// What opening it had to leave out.
  public let recovery: JournalRecovery
  let segments: NumberedFiles
  private let lock: DirectoryLock
  private let state: Mutex<State>
  private let segmentSize: Int
  private let disk: Disk

  /// Bytes reserved for a segment; one that begins with a larger block is as large as that.
  public static let segmentSize = 64 << 20

  /// Opens the journal in a directory, which is made if need be, and takes the directory for this process alone.
  ///
  /// A block at the very end that was being written when the node stopped, and so never acknowledged, is cut off and
  /// reported. Anything else that is not as it was written is `JournalError.damage`.
  public convenience init(_ directory: String, network: NetworkID) throws(JournalError) {
    try self.init(directory, network: network, segmentSize: Self.segmentSize, disk: .real)
  }

  package init(_ directory: String, network: NetworkID, segmentSize: Int, disk: Disk) throws(JournalError) {
    self.directory = directory
    self.network = network
    self.segmentSize = segmentSize
    self.disk = disk
    segments = NumberedFiles(directory, .journal)
    do throws(StorageError) {
      try Directory.create(directory)
      lock = try DirectoryLock(directory)
    } catch {
      throw .storage(error)
    }
    let opening = try JournalOpening(segments: segments, network: network, disk: disk)
    recovery = opening.recovery
    state = Mutex(
      State(
        index: opening.index, segment: opening.segment, acknowledgement: opening.acknowledgement,
        slots: opening.slots))
  }

  struct State: Sendable {
    var index: BlockIndex
    /// The newest segment; nil before the first block.
    var segment: OpenSegment?
    var acknowledgement: Acknowledgement
    var slots: SlotFile
    /// How long the newest block took to be on the disk once it was written.
    var syncNanoseconds: UInt64 = 0
    /// What made an append fail. From then on nothing is accepted.
    var failure: StorageError?
  }

  // MARK: How far it goes

  /// Height of the newest block; nil in an empty journal.
  public var lastHeight: UInt64? { state.withLock { $0.index.lastHeight } }

  /// Height of the oldest block; nil in an empty journal.
  public var firstHeight: UInt64? { state.withLock { $0.index.lastHeight == nil ? nil : $0.index.firstHeight } }

  /// How long the newest block of this run took to be on the disk once it was written.
  public var syncNanoseconds: UInt64 { state.withLock { $0.syncNanoseconds } }

  /// The log's size after the newest block.
  public var logSize: UInt64 { state.withLock { $0.index.logSize } }

  /// What has been promised: the acknowledged height, the newest published checkpoint.
  public var acknowledgement: Acknowledgement { state.withLock { $0.acknowledgement } }

  func blocks(around entries: Range<UInt64>) -> [(height: UInt64, place: BlockPlace)] {
    state.withLock { $0.index.blocks(around: entries) }
  }

  func place(of height: UInt64) -> BlockPlace? { state.withLock { $0.index[height] } }

  /// Height and place of the block that holds an entry; nil where there is none.
  func place(ofEntry entry: UInt64) -> (height: UInt64, place: BlockPlace)? {
    state.withLock { state in
      guard let height = state.index.height(ofEntry: entry), let place = state.index[height] else { return nil }
      return (height, place)
    }
  }

  // MARK: Writing

  /// Appends the block that follows the newest; when it returns, the block is acknowledged.
  ///
  /// If it throws, this journal goes on without the block and accepts nothing more. Whether the block is on the disk is
  /// known only when the journal is next opened: then it is whole, and counts, or it is cut off.
  public func append(_ block: BlockContents) throws(StorageError) {
    try change { (state) throws(StorageError) in
      let (end, segment) = (state.index.end, state.segment)
      var isDurable = false
      do throws(StorageError) {
        try write(block, to: &state)
        let start = MonotonicClock.nowNanoseconds()
        try state.segment?.file.synchronise()
        state.syncNanoseconds = MonotonicClock.nowNanoseconds() - start
        isDurable = true
        try acknowledge(&state, checkpoint: nil, durably: false)
      } catch {
        // Where only the acknowledgement failed, it may have been written all the same: the block stays.
        if !isDurable { discard(state.segment, backTo: segment) }
        state.index.cut(to: end)
        state.segment = segment
        throw error
      }
    }
  }

  /// Takes back what a failed append has written, as far as the disk lets it.
  private func discard(_ written: OpenSegment?, backTo segment: OpenSegment?) {
    if let written, written.number != segment?.number {
      try? disk.remove(segments.path(written.number))
    } else if let segment {
      try? segment.file.resize(segment.end)
    }
  }

  /// Records a checkpoint, durably, before it is shown to anyone. One that a larger or equal one was recorded before
  /// changes nothing.
  ///
  /// - Parameters:
  ///   - checkpoint: the signed note, at most `Acknowledgement.maximumCheckpoint` bytes.
  ///   - size: the log's size it commits to, which a block of the journal reaches.
  public func publish(_ checkpoint: [UInt8], size: UInt64) throws(StorageError) {
    try change { (state) throws(StorageError) in
      precondition(size <= state.index.logSize, "only what is in the journal can be published")
      guard size > state.acknowledgement.checkpointSize else { return }
      try acknowledge(&state, checkpoint: (checkpoint, size), durably: true)
    }
  }

  /// Runs a change unless an earlier one failed, and remembers if it fails.
  private func change(_ body: (inout State) throws(StorageError) -> Void) throws(StorageError) {
    try state.withLock { (state) throws(StorageError) in
      if let failure = state.failure { throw failure }
      do throws(StorageError) {
        try body(&state)
      } catch {
        state.failure = error
        throw error
      }
    }
  }

  private func write(_ block: BlockContents, to state: inout State) throws(StorageError) {
    precondition(state.index.accepts(height: block.height, firstEntry: block.firstEntry), "blocks follow one another")
    try BlockFrame.withPieces(of: block) { (frame, pieces) throws(StorageError) in
      if !(state.segment?.hasRoom(for: frame) ?? false) { try startSegment(for: frame, in: &state) }
      guard var segment = state.segment else { preconditionFailure("a segment was just started") }
      var offset = segment.end
      for piece in pieces where !piece.isEmpty {
        try segment.file.write(piece, at: offset)
        offset += piece.count
      }
      state.index.append(frame, at: BlockPlace(segment: segment.number, offset: segment.end))
      segment.end += frame.alignedByteCount
      state.segment = segment
    }
  }

  /// Goes on to a new segment. The old one is durable first, so that only the newest can ever be torn.
  private func startSegment(for frame: BlockFrame, in state: inout State) throws(StorageError) {
    let old = state.segment
    try old?.file.synchronise()
    let number = (old?.number ?? 0) + 1
    let size = max(segmentSize, BlockFrame.alignment + frame.alignedByteCount)
    let header = FileHeader(.journal, network: network, number: number, first: frame.height)
    let file = try StoredFile.create(segments.path(number), size: size, beginning: header.encoded, disk: disk)
    state.segment = OpenSegment(number: number, file: file, size: size, end: BlockFrame.alignment)
    if let old {
      try old.file.resize(old.end)
      old.file.releaseCache()
    }
  }

  private func acknowledge(
    _ state: inout State, checkpoint: (note: [UInt8], size: UInt64)?, durably: Bool
  ) throws(StorageError) {
    let acknowledgement = Acknowledgement(
      network: network, height: state.index.lastHeight,
      checkpointSize: checkpoint?.size ?? state.acknowledgement.checkpointSize,
      checkpoint: checkpoint?.note ?? state.acknowledgement.checkpoint)
    try state.slots.write(acknowledgement.encoded, durably: durably)
    state.acknowledgement = acknowledgement
  }
}

/// What was found when the journal was opened.
public struct JournalRecovery: Equatable, Sendable {
  /// The end of a block that was being written when the node stopped, and was cut off. Nobody was told about it.
  public internal(set) var cut: Cut?
  /// The last write of `acknowledged` was torn; the one before it counted.
  public internal(set) var tornAcknowledgement = false

  public struct Cut: Equatable, Sendable {
    public let file: String
    public let offset: Int
    /// The height the block would have had.
    public let height: UInt64?
    public let reason: JournalDamage.Reason
  }
}
