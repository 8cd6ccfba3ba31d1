import RecordEncryption
import Signing

/// Where every sealed record is, by digest: an open-addressing table with linear probing, 16 bytes a slot and at most
/// four fifths full, so between 20 and 40 bytes a record.
///
/// A slot holds the digest's first eight bytes. That two digests share them is possible, so whoever finds a slot
/// compares the whole digest, which is on disk.
final class VaultIndex: @unchecked Sendable {
  // Sendable: it belongs to one vault, which lets one thread at a time use it.
  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  private(set) var count = 0
  /// Secret, so that nobody can choose digests that all fall on one place.
  private let multiplier = UInt64.random(in: .min ... .max) | 1

  private struct Slot: BitwiseCopyable {
    var tag: UInt64 = 0
    var place = VaultPlace.none
  }

  init(capacity: Int = 1 << 12) {
    precondition(capacity > 1 && capacity & (capacity - 1) == 0, "a power of two")
    self.capacity = capacity
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Slot(), count: capacity)
  }

  deinit { slots.deallocate() }

  /// The place whose record is the digest's, as `isRecord` finds out.
  func find<Failure: Error>(
    _ digest: Digest, isRecord: (VaultPlace) throws(Failure) -> Bool
  ) throws(Failure) -> VaultPlace? {
    try slot(of: digest, isRecord: isRecord).map { slots[$0].place }
  }

  /// Adds a record that is not there yet.
  func insert(_ digest: Digest, at place: VaultPlace) {
    if (count + 1) * 5 > capacity * 4 { grow() }
    put(Slot(tag: Self.tag(digest), place: place))
    count += 1
  }

  /// Marks a record as erased and returns where it was; nil if there is none.
  func erase<Failure: Error>(
    _ digest: Digest, isRecord: (VaultPlace) throws(Failure) -> Bool
  ) throws(Failure) -> VaultPlace? {
    guard let slot = try slot(of: digest, isRecord: isRecord) else { return nil }
    defer { slots[slot].place.isErased = true }
    return slots[slot].place
  }

  private func slot<Failure: Error>(
    of digest: Digest, isRecord: (VaultPlace) throws(Failure) -> Bool
  ) throws(Failure) -> Int? {
    let tag = Self.tag(digest)
    var slot = home(tag)
    while slots[slot].place != .none {
      if slots[slot].tag == tag, try isRecord(slots[slot].place) { return slot }
      slot = (slot + 1) & (capacity - 1)
    }
    return nil
  }

  private static func tag(_ digest: Digest) -> UInt64 {
    digest.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
  }

  private func home(_ tag: UInt64) -> Int {
    Int(truncatingIfNeeded: (tag &* multiplier) >> UInt64(64 - capacity.trailingZeroBitCount))
  }

  private func put(_ new: Slot) {
    var slot = home(new.tag)
    while slots[slot].place != .none { slot = (slot + 1) & (capacity - 1) }
    slots[slot] = new
  }

  private func grow() {
    let (old, oldCapacity) = (slots, capacity)
    capacity *= 2
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Slot(), count: capacity)
    for slot in 0..<oldCapacity where old[slot].place != .none { put(old[slot]) }
    old.deallocate()
  }
}

/// A record's file and byte offset, and whether it has been erased.
struct VaultPlace: Equatable, BitwiseCopyable, Sendable {
  private var bits: UInt64

  static let none = VaultPlace(bits: 0)
  private static let erasedBit: UInt64 = 1 << 63

  private init(bits: UInt64) { self.bits = bits }

  /// - Parameter file: from 1.
  init(file: UInt64, offset: Int) {
    precondition(file > 0 && file < 1 << 31 && offset >= 0 && offset < 1 << 32, "a vault file is far smaller")
    bits = file << 32 | UInt64(offset)
  }

  var file: UInt64 { (bits & ~Self.erasedBit) >> 32 }
  var offset: Int { Int(bits & 0xffff_ffff) }

  var isErased: Bool {
    get { bits & Self.erasedBit != 0 }
    set { bits = newValue ? bits | Self.erasedBit : bits & ~Self.erasedBit }
  }
}

extension VaultPlace {
  /// What a record here is encrypted with besides its key.
  func cipherPlace(_ digest: Digest, slot: UInt64) -> RecordPlace {
    RecordPlace(digest, file: file, offset: offset, slot: slot)
  }
}

extension VaultPlace: Comparable {
  /// In the order of writing.
  static func < (a: VaultPlace, b: VaultPlace) -> Bool { a.bits & ~erasedBit < b.bits & ~erasedBit }
}
