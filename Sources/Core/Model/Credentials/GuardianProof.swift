import Coding
import Signing

/// What a guardian shows when it is needed: that it is one of those an owner chose. The others stay hidden.
///
/// An owner commits to its guardians by the RFC 6962 root over their leaves, `[account, blind]` each.
public struct GuardianProof: Hashable, Sendable {
  /// Sixteen random bytes the owner gave this guardian.
  public let blind: Salt
  /// Which leaf it is, and the hashes beside its path.
  public let index: UInt8
  public let siblings: [Digest]

  public static let mostGuardians = 16

  public init(blind: Salt, index: UInt8, siblings: [Digest]) {
    self.blind = blind
    self.index = index
    self.siblings = siblings
  }

  /// The bytes of a guardian's leaf.
  public static func leaf(_ guardian: AccountNumber, blind: Salt) -> [UInt8] {
    var w = CBORWriter(capacity: 24)
    w.array(2)
    guardian.encode(to: &w)
    blind.encode(to: &w)
    return w.bytes
  }
}

/// `[blind, index, siblings]`
extension GuardianProof: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    blind.encode(to: &w)
    w.unsigned(index)
    w.list(siblings) { $0.digest($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    blind = try Salt(from: &r)
    index = try r.unsigned()
    siblings = try r.list(max: 5) { r throws(CodingError) in try r.digest() }
  }
}
