import Coding
import Model
import Records
import Rules
import Signing

/// Everything the ledger knows, in flat tables.
///
/// A value: a copy shares every chunk that neither side writes, so a snapshot while running, a dry run or a
/// speculative block costs only what it changes.
public struct LedgerState: Sendable {
  // The chain
  public let network: NetworkID
  public internal(set) var protocolVersion: UInt16 = 1
  public internal(set) var pendingUpgrade: Upgrade?
  public internal(set) var parameters: Parameters
  /// Of the last block applied.
  public internal(set) var height: UInt64 = 0
  public internal(set) var time: BlockTime
  /// How far officers let the clock leap; behind `time`, it means nothing.
  public internal(set) var clockGrant = BlockTime(milliseconds: 0)
  /// Height of the newest erasure: saved states from before it hold what was to be forgotten.
  public internal(set) var erasedAt: UInt64?
  /// Entries in the log, and blocks that accepted a command.
  public internal(set) var logSize: UInt64 = 0
  public internal(set) var acceptingBlocks: UInt64 = 0
  public internal(set) var agencies: [AgencyState] = []
  public internal(set) var proposals: [Proposal] = []
  /// What officers have done of late that is limited, and on which civil day.
  public internal(set) var officerCounts: [OfficerCount] = []
  public internal(set) var officerDay: Int32 = 0

  // People and shops
  public internal(set) var accounts = Table<AccountRow>()
  public internal(set) var credentials = Table<CredentialRow>()
  public internal(set) var lanes = Table<LaneRow>()
  public internal(set) var terms = Table<TermsRow>()
  public internal(set) var recoveries = RecoveryState()
  public internal(set) var persons = Table<PersonRow>()
  public internal(set) var members = Table<MemberRow>()
  /// How families and places were before they changed.
  public internal(set) var moves = Table<MoveRow>()
  public internal(set) var merchants = Table<MerchantRow>()
  /// Licence classes by the bit that stands for them.
  public internal(set) var licenceClasses: [Text] = []
  public internal(set) var shops: [Shop] = []

  // Money
  public internal(set) var money = MoneyTable()
  public internal(set) var treasury = Treasury()
  public internal(set) var payments = Table<PaymentRow>()
  public internal(set) var paymentParts = Table<PaymentPartRow>()
  public internal(set) var settlements = Table<SettlementRow>()
  public internal(set) var classes: [VoucherClass] = []
  public internal(set) var series: [Series] = []

  /// Programmes, cycles, facts and events.
  public internal(set) var benefits = BenefitState()

  // Derived, not hashed
  var personIndex = HashIndex()
  var registryDigest = RegistryDigest()
  /// Roots of the tables as of the last refresh.
  var roots: [TableRoot] = []
  /// People who left a family, by its account.
  var leavers: [UInt32: [PersonNumber]] = [:]

  init(network: NetworkID, parameters: Parameters, time: BlockTime) {
    self.network = network
    self.parameters = parameters
    self.time = time
  }

  /// A protocol version that takes effect at a height.
  public struct Upgrade: Hashable, Sendable {
    public let version: UInt16
    public let height: UInt64
  }
}

// MARK: - Looking up

extension LedgerState {
  /// The account's row; nil when there is none.
  public func account(_ number: AccountNumber) -> AccountRow? {
    number.row < accounts.count ? accounts[number.row] : nil
  }

  /// The row of an account's credential.
  public func credentialRow(_ account: AccountNumber, _ number: UInt16) -> Int? {
    guard let head = self.account(account) else { return nil }
    var row = head.firstCredential
    while row != .max {
      let credential = credentials[Int(row)]
      if credential.number == number { return Int(row) }
      row = credential.next
    }
    return nil
  }

  /// The key to verify a command with: its credential's, whether or not it may still act.
  public func key(_ account: AccountNumber, _ number: UInt16) -> PublicKey? {
    credentialRow(account, number).flatMap { credentials[$0].key }
  }

  /// The same, where the credential may act.
  public func liveKey(_ account: AccountNumber, _ number: UInt16) -> PublicKey? {
    credentialRow(account, number).flatMap { credentials[$0].status == .live ? credentials[$0].key : nil }
  }

  public func agency(_ account: AccountNumber) -> AgencyState? {
    guard let head = self.account(account), head.kind == .agency else { return nil }
    return agencies[Int(head.office)]
  }

  public func merchant(_ account: AccountNumber) -> MerchantRow? {
    guard let head = self.account(account), head.kind == .merchant else { return nil }
    return merchants[Int(head.office)]
  }

  public func person(_ nullifier: Nullifier) -> PersonNumber? {
    personIndex.find(nullifier.value) { persons[$0].nullifier }.map { PersonNumber(UInt32($0)) }
  }

  /// The people of a family, in the order it was registered with.
  public func people(of account: AccountRow) -> [PersonNumber] {
    (0..<Int(account.memberCount)).map { members[Int(account.firstMember) + $0].person }
  }

  public func seriesIndex(_ name: Text) -> Int? {
    series.firstIndex { $0.name == name }
  }

  /// Licence classes a shop holds.
  public func licences(of merchant: MerchantRow) -> [Text] {
    licenceClasses.indices.filter { merchant.licences >> UInt64($0) & 1 == 1 }.map { licenceClasses[$0] }
  }
}

extension CredentialRow {
  public var key: PublicKey? { Self.key(kind: kind, high: keyHigh, low: keyLow) }

  init(account: AccountNumber, number: UInt16, key: PublicKey) {
    self.init()
    self.account = account
    self.number = number
    status = .live
    (kind, keyHigh, keyLow) = Self.parts(of: key)
  }

  static func key(kind: UInt8, high: Digest, low: Digest) -> PublicKey? {
    switch kind {
    case 0: P256Point(bytes: high.bytes + low.bytes).map(PublicKey.p256)
    case 1: P256Point(bytes: high.bytes + low.bytes).map(PublicKey.webAuthn)
    default: Ed25519Key(bytes: high.bytes).map(PublicKey.ed25519)
    }
  }

  static func parts(of key: PublicKey) -> (kind: UInt8, high: Digest, low: Digest) {
    switch key {
    case .p256(let point), .webAuthn(let point):
      let bytes = point.bytes
      return (key.algorithm == .webAuthn ? 1 : 0, Digest(bytes: bytes[..<32])!, Digest(bytes: bytes[32...])!)
    case .ed25519(let point): return (2, Digest(bytes: point.bytes)!, .zero)
    }
  }
}
