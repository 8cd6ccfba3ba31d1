import Model
import Records
import Signing

/// Finds the sealed bytes that travelled beside commands, and keeps account of what was erased.
struct SealedCheck {
  private var vault: VaultReader
  private(set) var records: UInt64 = 0
  private(set) var erased: UInt64 = 0
  /// Records the vault has erased, with the block that named them; and those whose erasure is on the log.
  private var erasedRecords: [(digest: Digest, place: Finding.Place)] = []
  private var commanded: Set<Digest> = []
  private var hasReportedDamage = false

  init(_ vault: VaultReader) { self.vault = vault }

  var hasFiles: Bool { vault.hasFiles }

  /// A command's sealed bytes. What is erased, missing or altered is only a digest: it cannot be recomputed.
  ///
  /// - Returns: the slots, and whether some are neither there nor erased.
  mutating func slots(
    _ digests: [Digest], at place: Finding.Place, _ findings: inout Findings
  ) -> (slots: [SealedSlot], isFaulty: Bool) {
    var slots: [SealedSlot] = []
    slots.reserveCapacity(digests.count)
    var isFaulty = false
    for digest in digests {
      var content: Sealed?
      switch vault.content(digest) {
      case .sealed(let sealed): content = sealed
      case .erased:
        erased += 1
        erasedRecords.append((digest, place))
      case .missing:
        isFaulty = true
        if let damage = vault.damage, !hasReportedDamage {
          findings.add(damage)
          hasReportedDamage = true
        }
        findings.add(.sealedMissing, place, "\(digest)")
      case .altered(let found):
        isFaulty = true
        findings.add(
          .sealedAltered, Finding.Place(height: place.height, file: found.file, offset: found.offset), "\(digest)")
      }
      records += 1
      slots.append(SealedSlot(digest: digest, content: content))
    }
    return (slots, isFaulty)
  }

  /// Records whose erasure a block has put on the log.
  mutating func erase(_ seals: [Digest]) { commanded.formUnion(seals) }

  /// Once the log has been read: what was erased was to be erased, and the other way round.
  ///
  /// - Returns: how many records no block names.
  mutating func finish(_ findings: inout Findings) -> UInt64 {
    for (digest, place) in erasedRecords where !commanded.contains(digest) {
      findings.add(.erasedWithoutCommand, place, "\(digest)")
    }
    let remainder = vault.remainder(commanded: commanded)
    for (digest, place) in remainder.unforgotten { findings.add(.notForgotten, place, "\(digest)") }
    if let damage = vault.damage, !hasReportedDamage, !vault.isDamageTorn { findings.add(damage) }
    return remainder.unnamed
  }
}
