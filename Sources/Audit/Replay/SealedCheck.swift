import Model
import Records
import Signing

/// Finds the sealed bytes that travelled beside commands, and keeps account of what was erased.
struct SealedCheck {
  private var vault: VaultReader
  private(set) var records: UInt64 = 0
  private(set) var erased: UInt64 = 0
  /// There, and not opened for want of the key.
  private(set) var closed: UInt64 = 0
  /// Records the vault has erased, with the block that named them; and those whose erasure is on the log.
  private var erasedRecords: [(digest: Digest, place: Finding.Place)] = []
  private var commanded: Set<Digest> = []
  private var hasReportedDamage = false
  /// The first record that is missing, and how many are.
  private var firstMissing: (digest: Digest, place: Finding.Place)?
  private var missing = 0

  init(_ vault: VaultReader) { self.vault = vault }

  var hasFiles: Bool { vault.hasFiles }

  /// A command's sealed bytes. What is erased, missing, altered or closed is only a digest: it cannot be recomputed.
  struct Found {
    var slots: [SealedSlot] = []
    /// Neither there nor erased: as it should be beside a refused command, and nowhere else.
    var missing: [Digest] = []
    var isAltered = false
    var isClosed = false
  }

  mutating func slots(_ digests: [Digest], at place: Finding.Place, _ findings: inout Findings) -> Found {
    var result = Found()
    result.slots.reserveCapacity(digests.count)
    for digest in digests {
      var content: Sealed?
      switch vault.content(digest) {
      case .sealed(let sealed): content = sealed
      case .erased:
        erased += 1
        erasedRecords.append((digest, place))
      case .missing: result.missing.append(digest)
      case .closed:
        closed += 1
        result.isClosed = true
      case .altered(let found):
        result.isAltered = true
        findings.add(
          .sealedAltered, Finding.Place(height: place.height, file: found.file, offset: found.offset), "\(digest)")
      }
      records += 1
      result.slots.append(SealedSlot(digest: digest, content: content))
    }
    return result
  }

  /// The bytes of an accepted command are not there. A vault that is gone lacks everything: that is said once, with a
  /// count.
  mutating func report(missing digests: [Digest], at place: Finding.Place, _ findings: inout Findings) {
    if let damage = vault.damage, !hasReportedDamage {
      findings.add(damage)
      hasReportedDamage = true
    }
    missing += digests.count
    if firstMissing == nil, let digest = digests.first { firstMissing = (digest, place) }
  }

  /// Records whose erasure a block has put on the log.
  mutating func erase(_ seals: [Digest]) { commanded.formUnion(seals) }

  /// Once the log has been read: what was erased was to be erased, and the other way round.
  ///
  /// - Parameter erasuresAreKnown: that the replay met every erasure of the log; otherwise nobody is accused of one.
  /// - Returns: how many records no block names.
  mutating func finish(_ findings: inout Findings, erasuresAreKnown: Bool) -> UInt64 {
    if let damage = vault.keysDamage { findings.add(damage) }
    if let (digest, place) = firstMissing {
      findings.add(.sealedMissing, place, missing == 1 ? "\(digest)" : "\(digest), the first of \(missing)")
    }
    for (digest, place) in erasedRecords where erasuresAreKnown && !commanded.contains(digest) {
      findings.add(.erasedWithoutCommand, place, "\(digest)")
    }
    let remainder = vault.remainder(commanded: commanded)
    for (digest, place) in remainder.unforgotten { findings.add(.notForgotten, place, "\(digest)") }
    if let damage = vault.damage, !hasReportedDamage, !vault.isDamageTorn { findings.add(damage) }
    return remainder.unnamed
  }
}
