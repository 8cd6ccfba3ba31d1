import Coding
import Model
import Platform
import RecordEncryption
import Records
import Signing
import Storage

/// Opening a vault: reads every record into the index, finishes interrupted erasures, cuts off what was never made
/// durable, and refuses anything that is damaged.
struct VaultOpening {
  private(set) var files: VaultFiles
  let index = VaultIndex()
  private(set) var slots: SlotFile
  private(set) var recovery = VaultRecovery()
  /// What was durable: a fault before it cannot be a torn write.
  private let synced: VaultPlace?
  /// Records whose bytes or key are not as they were written: only an erasure explains that.
  private var suspects: [(digest: Digest, damage: VaultError)] = []
  /// Records that have been erased but still have a key or bytes.
  private var unfinished: [VaultPlace] = []

  init(
    names: NumberedFiles, network: NetworkID, master: any KeyWrapping, fileSize: Int, disk: Disk
  ) throws(VaultError) {
    let numbers = try onDisk { () throws(StorageError) in try names.numbers() }
    let keysPath = names.directory + "/" + FileNames.keys
    let keys =
      if numbers.isEmpty, !Directory.exists(names.directory + "/" + FileNames.synced) {
        try VaultKeys(creating: keysPath, network: network, master: master, disk: disk)
      } else {
        try VaultKeys(keysPath, network: network, master: master, disk: disk)
      }
    files = VaultFiles(names: names, keys: keys, network: network, fileSize: fileSize, disk: disk)
    (slots, synced) = try Self.synced(in: names.directory, network: network, isNew: numbers.isEmpty, disk: disk)
    recovery.tornSynced = slots.isTorn
    for (place, number) in numbers.enumerated() {
      let expected = UInt64(place) + 1
      guard number == expected else {
        throw .damage(VaultDamage(file: names.path(expected), offset: 0, reason: .missing))
      }
      try read(number, isNewest: place == numbers.count - 1)
    }
    try checkEnd()
    try checkSuspects()
    try acceptTail(network)
    // Only now that the erasures are durable may the keys and bytes go that they explain.
    try files.destroy(unfinished)
    recovery.finishedErasures = unfinished.count
  }

  /// Reads how far the vault was made durable; starts a new vault.
  private static func synced(
    in directory: String, network: NetworkID, isNew: Bool, disk: Disk
  ) throws(VaultError) -> (SlotFile, VaultPlace?) {
    let path = directory + "/" + FileNames.synced
    if !Directory.exists(path) {
      guard isNew else { throw .damage(VaultDamage(file: path, offset: 0, reason: .missing)) }
      let nothing = SyncedPlace(network: network, place: nil).encoded
      return try onDisk { () throws(StorageError) in (try SlotFile(creating: path, value: nothing, disk: disk), nil) }
    }
    guard let slots = try onDisk({ () throws(StorageError) in try SlotFile(path, disk: disk) }),
      let synced = try? SyncedPlace(encoded: slots.value)
    else { throw .damage(VaultDamage(file: path, offset: 0, reason: .unreadableSynced)) }
    guard synced.network == network else {
      let reason = VaultDamage.Reason.otherNetwork(found: synced.network, expected: network)
      throw .damage(VaultDamage(file: path, offset: 0, reason: reason))
    }
    return (slots, synced.place)
  }

  /// Reads one file's records. Only the newest can be torn, and only after what was durable.
  private mutating func read(_ number: UInt64, isNewest: Bool) throws(VaultError) {
    let bytes = try files.adopt(number)
    var offset = FileHeader.byteCount
    do throws(VaultError) {
      while offset < bytes.count, let frame = try frame(in: bytes, at: offset, of: number) {
        try add(frame, in: bytes, at: VaultPlace(file: number, offset: offset))
        offset += frame.byteCount
      }
      if let rest = firstNonZeroByte(in: bytes, from: offset) {
        throw files.damage(.notZero, at: VaultPlace(file: number, offset: rest))
      }
    } catch .damage(let damage) {
      let wasSynced = synced.map { VaultPlace(file: number, offset: offset) < $0 } ?? false
      guard isNewest, !wasSynced else { throw .damage(damage) }
      recovery.cut = damage
    }
    files.close(at: offset)
  }

  /// The frame at a place in a file's bytes; nil where only zeros are left of it.
  private func frame(in bytes: [UInt8], at offset: Int, of file: UInt64) throws(VaultError) -> VaultFrame? {
    let end = min(offset + VaultFrame.headerByteCount, bytes.count)
    let place = VaultPlace(file: file, offset: offset)
    guard firstNonZeroByte(in: bytes, from: offset, to: end) != nil else { return nil }
    let frame = try files.checked(at: place) { () throws(FrameError) in
      try bytes.span.withUnsafeBytes { (bytes) throws(FrameError) in
        try VaultFrame(header: UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
      }
    }
    guard offset + frame.byteCount <= bytes.count else {
      let error = FrameError.truncated(expected: UInt64(frame.byteCount), found: UInt64(bytes.count - offset))
      throw files.damage(.frame(error), at: place)
    }
    let sealedEnd = offset + VaultFrame.headerByteCount + Int(frame.length)
    guard firstNonZeroByte(in: bytes, from: sealedEnd, to: offset + frame.byteCount) == nil else {
      throw files.damage(.notZero, at: place)
    }
    return frame
  }

  private mutating func add(_ frame: VaultFrame, in bytes: [UInt8], at place: VaultPlace) throws(VaultError) {
    switch frame.kind {
    case .sealed:
      let number = files.keys.next
      guard frame.slot == number else {
        throw files.damage(.slotNumber(found: frame.slot, expected: number), at: place)
      }
      if let damage = try fault(of: frame, in: bytes, at: place) {
        // An erasure is known to be durable before it touches key and bytes.
        guard let synced, place < synced else { throw damage }
        suspects.append((frame.digest, damage))
      }
      files.adoptKey()
      index.insert(frame.digest, at: place)
    case .erasure:
      let erased = try index.erase(frame.digest) { (place) throws(VaultError) in
        try files.isRecord(frame.digest, at: place)
      }
      guard let erased else { throw files.damage(.unknownErasure(frame.digest), at: place) }
      let (record, encrypted) = try files.record(at: erased)
      guard frame.slot == record.slot else {
        throw files.damage(.slotNumber(found: frame.slot, expected: record.slot), at: place)
      }
      let isGone = try files.keys.slot(record.slot) == .gone
      if !isGone || encrypted.contains(where: { $0 != 0 }) { unfinished.append(erased) }
    }
  }

  /// What is wrong with a record's bytes or with its key.
  private func fault(of frame: VaultFrame, in bytes: [UInt8], at place: VaultPlace) throws(VaultError) -> VaultError? {
    let start = place.offset + VaultFrame.headerByteCount
    let isWhole = bytes.withUnsafeBytes {
      frame.holds(UnsafeRawBufferPointer(rebasing: $0[start..<start + Int(frame.length)]))
    }
    guard isWhole else { return files.damage(.frame(.checksum(.sealed)), at: place) }
    return switch try onDisk({ () throws(StorageError) in try files.keys.stored(frame.slot) }) {
    case .key: nil
    case .gone: files.keys.damage(.keyGone, of: frame.slot)
    case nil: files.keys.damage(.slot, of: frame.slot)
    }
  }

  private mutating func checkEnd() throws(VaultError) {
    if let synced, files.next.map({ $0 < synced }) ?? true { throw files.damage(.truncated, at: synced) }
  }

  /// What is not as it was written, and no erasure explains, is damage.
  private func checkSuspects() throws(VaultError) {
    for (digest, damage) in suspects {
      let found = try index.find(digest) { (place) throws(VaultError) in try files.isRecord(digest, at: place) }
      guard found?.isErased == true else { throw damage }
    }
  }

  /// Cuts off torn records. Whole ones stay, and count as durable from now on.
  private mutating func acceptTail(_ network: NetworkID) throws(VaultError) {
    // A key that got further than its record.
    if recovery.cut == nil, let rest = try files.keys.rest() {
      recovery.cut = VaultDamage(file: files.keys.path, offset: rest, reason: .notZero)
    }
    do throws(StorageError) {
      if recovery.cut != nil { try files.cut() }
      try files.synchronise()
      if let end = files.next { try slots.write(SyncedPlace(network: network, place: end).encoded, durably: true) }
    } catch {
      throw .storage(error)
    }
  }
}
