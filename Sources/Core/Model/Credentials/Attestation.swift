import Coding
import Signing

/// The identity authority's word on where a key lives. The registration service has checked the maker's certificates;
/// the ledger trusts the authority's signature, and the log keeps which certificates they were.
public struct Attestation: Hashable, Sendable {
  public let tier: Tier
  /// SHA-256 over the chain's certificates; nil where nothing was shown.
  public let chain: Digest?

  public init(tier: Tier, chain: Digest?) {
    self.tier = tier
    self.chain = chain
  }

  public static let none = Attestation(tier: .software, chain: nil)
}

/// `[tier, chain or null]`
extension Attestation: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    w.unsigned(tier.rawValue)
    w.optional(chain) { $0.digest($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    tier = try r.choice(Tier.self)
    chain = try r.optional { r throws(CodingError) in try r.digest() }
    guard tier == .software || chain != nil else {
      throw r.invalid("a tier above software names the certificates it rests on")
    }
  }
}
