import Coding
import Model
import Signing

/// What an owner laid down about one credential: its label, limits, and for whom it is. Only credentials with something
/// to say have such a row; it lies apart from the key, so that a proof of identity shows no limits.
public struct TermsRow: TableRecord, Equatable {
  /// The owner's limits now, and from a time on.
  public var limits: SpendingLimits
  public var nextLimits: SpendingLimits
  public var nextFrom: BlockTime
  /// A helper's own account, or none, and the categories of shops it may pay at; none of them means every one.
  public var helper: AccountNumber
  public var categories: [8 of UInt16]
  public var categoryCount: UInt8
  /// UTF-8, padded with zeros.
  public var label: [24 of UInt8]
  /// The account's, so that nobody can guess the row from its hash.
  public var salt: Salt

  public init() {
    limits = .none
    nextLimits = .none
    nextFrom = BlockTime(milliseconds: .min)
    helper = .none
    categories = [8 of UInt16](repeating: 0)
    categoryCount = 0
    label = [24 of UInt8](repeating: 0)
    salt = .none
  }

  public static var rowsPerLeaf: Int { 1 }
  public static var encodedLength: Int { 101 }

  public static func == (a: TermsRow, b: TermsRow) -> Bool {
    a.limits == b.limits && a.nextLimits == b.nextLimits && a.nextFrom == b.nextFrom && a.helper == b.helper
      && a.allowed == b.allowed && a.labelBytes == b.labelBytes && a.salt == b.salt
  }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(limits.perPayment.amount, to: bytes, at: 0)
    LittleEndian.store(limits.perDay.amount, to: bytes, at: 8)
    LittleEndian.store(nextLimits.perPayment.amount, to: bytes, at: 16)
    LittleEndian.store(nextLimits.perDay.amount, to: bytes, at: 24)
    LittleEndian.store(nextFrom.milliseconds, to: bytes, at: 32)
    LittleEndian.store(helper.raw, to: bytes, at: 40)
    LittleEndian.store(categoryCount, to: bytes, at: 44)
    for place in 0..<8 { LittleEndian.store(categories[place], to: bytes, at: 45 + 2 * place) }
    for place in 0..<24 { LittleEndian.store(label[place], to: bytes, at: 61 + place) }
    LittleEndian.store(salt.high, to: bytes, at: 85)
    LittleEndian.store(salt.low, to: bytes, at: 93)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    self.init()
    limits = Self.limits(bytes, at: 0)
    nextLimits = Self.limits(bytes, at: 16)
    nextFrom = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 32))
    helper = AccountNumber(LittleEndian.load(from: bytes, at: 40))
    categoryCount = min(8, LittleEndian.load(from: bytes, at: 44))
    for place in 0..<8 { categories[place] = LittleEndian.load(from: bytes, at: 45 + 2 * place) }
    for place in 0..<24 { label[place] = LittleEndian.load(from: bytes, at: 61 + place) }
    salt = Salt(high: LittleEndian.load(from: bytes, at: 85), low: LittleEndian.load(from: bytes, at: 93))
  }

  private static func limits(_ bytes: UnsafeRawPointer, at offset: Int) -> SpendingLimits {
    SpendingLimits(
      perPayment: Rupiah(LittleEndian.load(from: bytes, at: offset)),
      perDay: Rupiah(LittleEndian.load(from: bytes, at: offset + 8)))
  }
}

extension TermsRow {
  /// Those in force at a time.
  public func limits(at time: BlockTime) -> SpendingLimits { nextFrom <= time ? nextLimits : limits }

  public var allowed: [MerchantCategory] { (0..<Int(categoryCount)).map { MerchantCategory(categories[$0]) } }

  public var labelBytes: [UInt8] { (0..<24).map { label[$0] }.filter { $0 != 0 } }

  mutating func setLabel(_ text: Text) {
    for (place, byte) in text.utf8.enumerated() { label[place] = byte }
  }

  /// Tighter limits than the tier's until a time, and none of the owner's from then on.
  mutating func limit(to limits: SpendingLimits, until time: BlockTime) {
    (self.limits, nextLimits, nextFrom) = (limits, .none, time)
  }

  mutating func setHelper(_ terms: HelperTerms) {
    helper = terms.account ?? .none
    categoryCount = UInt8(terms.categories.count)
    for (place, category) in terms.categories.enumerated() { categories[place] = category.code }
    limits = terms.limits
    nextLimits = terms.limits
  }
}
