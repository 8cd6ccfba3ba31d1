import Platform
import Records

/// A file of `AlternatingSlots`. What was last written durably is never overwritten: writes that are not go to the other
/// slot, again and again, until one is.
package struct SlotFile: Sendable {
  private let file: StoredFile
  /// Of the last durable write.
  private var sequence: UInt64
  package private(set) var value: [UInt8]

  /// When it was opened, the last write was torn, so `value` may be the one before it.
  package let isTorn: Bool

  package init(creating path: String, value: [UInt8], disk: Disk) throws(StorageError) {
    let (slot, offset) = AlternatingSlots.encode(sequence: 1, value: value)
    file = try StoredFile.create(
      path, size: 2 * AlternatingSlots.slotByteCount, beginning: [UInt8](repeating: 0, count: offset) + slot,
      disk: disk)
    (sequence, self.value, isTorn) = (1, value, false)
  }

  /// Opens a file of slots; nil where none of them can be read.
  package init?(_ path: String, disk: Disk) throws(StorageError) {
    file = try StoredFile(path, disk: disk)
    let bytes = try file.read(min(try file.size, 2 * AlternatingSlots.slotByteCount), at: 0)
    guard let contents = AlternatingSlots.newest(in: bytes) else { return nil }
    (sequence, value, isTorn) = (contents.sequence, contents.value, contents.isOtherTorn)
    // What was read may not be durable yet, and the next write goes to the other slot.
    try file.synchronise()
  }

  /// Replaces the value. It outlives the process at once, and a power cut if `durably`; else that may bring back the
  /// last value that was.
  package mutating func write(_ value: [UInt8], durably: Bool) throws(StorageError) {
    let (slot, offset) = AlternatingSlots.encode(sequence: sequence + 1, value: value)
    try file.write(slot, at: offset)
    self.value = value
    guard durably else { return }
    try file.synchronise()
    sequence += 1
  }
}
