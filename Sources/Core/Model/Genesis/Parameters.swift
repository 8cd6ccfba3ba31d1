import Coding
import Signing

/// Numbers the ledger's rules depend on. They live on the chain and change only by a command; every block entry
/// carries their digest.
public struct Parameters: Hashable, Sendable {
  /// Registrants decided or paid by runs in one block, in all.
  public var runRowsPerBlock: UInt32 = 100_000
  /// How long a person's and an agency's command may stay valid, milliseconds.
  public var personCommandLife: Int64 = BlockTime.day
  public var agencyCommandLife: Int64 = 30 * BlockTime.day
  /// Between the approval of an activation and the programme's start, milliseconds.
  public var notice: Int64 = 7 * BlockTime.day
  /// How long a payment may be refunded, milliseconds.
  public var refundWindow: Int64 = 30 * BlockTime.day
  /// How long a freeze lasts unless it is lifted, milliseconds.
  public var freezeSpan: Int64 = 7 * BlockTime.day
  /// Between a cycle's decisions, which are public, and its payments, milliseconds: the time to hold them.
  public var review: Int64 = BlockTime.hour
  /// Expiry sweeps and other maturities also wait for this many blocks that accepted commands.
  public var maturityBlocks: UInt32 = 1
  /// The longest step one block's time may take without officers' agreement, milliseconds; 0: any, for a driven clock.
  public var clockStep: Int64 = 10 * BlockTime.minute
  /// A step longer than this was an outage, and what would have run out is extended by it; 0: never.
  public var outage: Int64 = BlockTime.hour
  /// WebAuthn: the relying party and the origins whose assertions count.
  public var relyingParty: Text = "localhost"
  public var origins: [Text] = ["http://localhost"]

  /// What credentials may spend at most, by tier: software, platform, hardware.
  public var tierLimits: [SpendingLimits] = [
    SpendingLimits(perPayment: 5_000_000, perDay: 10_000_000),
    SpendingLimits(perPayment: 10_000_000, perDay: 20_000_000), SpendingLimits.none,
  ]
  /// When a civil day begins for daily limits, minutes ahead of UTC.
  public var dayOffset: Int16 = 7 * 60
  /// How long a looser limit waits before it holds, milliseconds.
  public var loosening: Int64 = BlockTime.day
  /// What may be spent in a day while a recovery is open.
  public var recoveryCap: Rupiah = 250_000
  /// From the last guardian's word, and from the second agency's, to the new key, milliseconds.
  public var guardianDelay: Int64 = 3 * BlockTime.day
  public var reissueDelay: Int64 = 14 * BlockTime.day
  /// How long a recovery waits for further guardians, or for a second agency, milliseconds.
  public var recoveryPatience: Int64 = 7 * BlockTime.day
  /// How many wallets one officer may hand out, and join in giving a new key, in a civil day.
  public var claimsPerOfficer: UInt32 = 500
  public var reissuesPerOfficer: UInt32 = 20
  /// SHA-256 of the makers' root certificates that the registration service believes.
  public var attestationRoots: [Digest] = []

  /// More would not fit a block.
  public static let mostRunRows: UInt32 = 10_000_000

  public init() {}
}

extension Parameters: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(23)
    w.unsigned(1 as UInt64)
    w.unsigned(runRowsPerBlock)
    w.signed(personCommandLife)
    w.signed(agencyCommandLife)
    w.signed(notice)
    w.signed(refundWindow)
    w.signed(freezeSpan)
    w.signed(review)
    w.unsigned(maturityBlocks)
    w.signed(clockStep)
    w.signed(outage)
    w.name(relyingParty)
    w.list(origins) { $0.name($1) }
    w.list(tierLimits)
    w.signed(dayOffset)
    w.signed(loosening)
    recoveryCap.encode(to: &w)
    w.signed(guardianDelay)
    w.signed(reissueDelay)
    w.signed(recoveryPatience)
    w.unsigned(claimsPerOfficer)
    w.unsigned(reissuesPerOfficer)
    w.list(attestationRoots) { $0.digest($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 23)
    runRowsPerBlock = try r.unsigned()
    guard runRowsPerBlock > 0 else { throw r.invalid("a run must decide at least one registrant a block") }
    personCommandLife = try r.span()
    agencyCommandLife = try r.span()
    notice = try r.span()
    refundWindow = try r.span()
    freezeSpan = try r.span()
    review = try r.span()
    maturityBlocks = try r.unsigned()
    clockStep = try r.span()
    outage = try r.span()
    relyingParty = try r.name(max: 253)
    origins = try r.list(max: 16) { r throws(CodingError) in try r.name(max: 256) }
    tierLimits = try r.list(SpendingLimits.self, max: Tier.allCases.count)
    guard tierLimits.count == Tier.allCases.count else { throw r.invalid("every tier has its limits") }
    dayOffset = try r.signed()
    guard (-14 * 60...14 * 60).contains(dayOffset) else { throw r.error(.outOfRange) }
    loosening = try r.span()
    recoveryCap = try Rupiah(from: &r)
    guard recoveryCap >= .zero else { throw r.error(.outOfRange) }
    guardianDelay = try r.span()
    reissueDelay = try r.span()
    recoveryPatience = try r.span()
    claimsPerOfficer = try r.unsigned()
    reissuesPerOfficer = try r.unsigned()
    attestationRoots = try r.list(max: 16) { r throws(CodingError) in try r.digest() }
  }
}

extension CBORReader {
  /// A length of time in milliseconds: not negative, at most ten years.
  fileprivate mutating func span() throws(CodingError) -> Int64 {
    let value: Int64 = try signed()
    guard (0...3650 * BlockTime.day).contains(value) else { throw error(.outOfRange) }
    return value
  }
}

extension Parameters {
  public func limits(of tier: Tier) -> SpendingLimits { tierLimits[Int(tier.rawValue)] }

  /// The civil day of a time, for daily limits.
  public func day(of time: BlockTime) -> Int32 {
    let local = time.milliseconds + Int64(dayOffset) * BlockTime.minute
    return Int32(clamping: (local - (local >= 0 ? 0 : BlockTime.day - 1)) / BlockTime.day)
  }
}
