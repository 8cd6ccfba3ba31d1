import Coding
import Model

/// What an owner laid down about a credential, as its state leaf has it (docs/FORMATS.md, terms).
public struct TermsLeaf: Equatable, Sendable {
  /// In force, and from a time on.
  public let limits: SpendingLimits
  public let nextLimits: SpendingLimits
  public let nextFrom: BlockTime
  /// A helper's own account.
  public let helper: AccountNumber?
  public let categories: [MerchantCategory]
  public let label: String

  public static let byteCount = 102

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8]) {
    guard preimage.count == Self.byteCount, preimage[45] <= HelperTerms.mostCategories else { return nil }
    let count = Int(preimage[45])
    label = String(decoding: preimage[62..<86].prefix { $0 != 0 }, as: UTF8.self)
    (limits, nextLimits, nextFrom, helper, categories) = preimage.withUnsafeBytes { bytes in
      let p = bytes.baseAddress! + 1
      func limits(at offset: Int) -> SpendingLimits {
        SpendingLimits(
          perPayment: Rupiah(p.loadLittleEndian(at: offset)), perDay: Rupiah(p.loadLittleEndian(at: offset + 8)))
      }
      let helper = AccountNumber(p.loadLittleEndian(at: 40))
      return (
        limits(at: 0), limits(at: 16), BlockTime(milliseconds: p.loadLittleEndian(at: 32)),
        helper == .none ? nil : helper, (0..<count).map { MerchantCategory(p.loadLittleEndian(at: 45 + 2 * $0)) }
      )
    }
  }

  public func limits(at time: BlockTime) -> SpendingLimits { nextFrom <= time ? nextLimits : limits }
}
