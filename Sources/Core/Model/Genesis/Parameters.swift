import Coding

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

  /// More would not fit a block.
  public static let mostRunRows: UInt32 = 10_000_000

  public init() {}
}

extension Parameters: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(13)
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
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 13)
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
