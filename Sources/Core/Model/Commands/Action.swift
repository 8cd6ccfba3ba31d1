import Coding
import Rules
import Signing

/// Everything the ledger can be asked to do. Case numbers are the wire's and never reused:
/// 16–31 accounts, 32–47 recovery, 48–63 money, 64–79 merchants, 80–95 programmes, 96–111 facts,
/// 112–127 chain, 128–159 offline (reserved), 176–191 appeals.
public enum Action: Hashable, Sendable {
  // Accounts
  /// One family with its holder's key. Sealed: a `Registration`.
  case register(sealed: Digest, key: PublicKey, attestation: Attestation = .none)
  /// Many families at once: one signature over the Merkle root of their seals. Sealed: that many `Registration`s.
  case registerBatch(count: UInt32, root: Digest)
  /// A family's new composition from a day on. Sealed: a `FamilyChange`.
  case changeFamily(account: AccountNumber, sealed: Digest)
  /// Hands an account that has no credential to its holder.
  case claim(account: AccountNumber, key: PublicKey, attestation: Attestation = .none)
  /// A further device, or a card. The label is for the owner's eyes.
  case addCredential(key: PublicKey, use: CredentialUse = .device, label: Text = "")
  case removeCredential(number: UInt16)
  /// So many of so many guardians together may give the account a new key. They hide behind a commitment until they
  /// are used (`GuardianProof`). A threshold and count of zero: none any more.
  case setGuardians(threshold: UInt8, count: UInt8, commitment: Digest)
  /// Stops all spending at once. Whoever froze it may lift it.
  case freeze
  case unfreeze
  /// Forgets what is sealed about a family: its facts and texts.
  case erase(account: AccountNumber)
  /// Lets a relative pay.
  case addHelper(key: PublicKey, label: Text, terms: HelperTerms)
  /// Tightening holds at once; loosening waits.
  case setLimits(credential: UInt16, limits: SpendingLimits)
  /// Raises the tier of a credential that its owner added.
  case attestCredential(account: AccountNumber, credential: UInt16, attestation: Attestation)
  /// A person's number was corrected, or its nullifier made with a new key; where two people turn out to be one, they
  /// become one.
  case correctPerson(old: Nullifier, new: Nullifier)

  // Recovery
  /// Asks for a new key in place of all the account has: by a guardian, or by the account's own card. Every further
  /// guardian says the same.
  case recover(account: AccountNumber, key: PublicKey, guardian: GuardianProof?)
  /// The owner objects to the recovery begun by an entry.
  case vetoRecovery(recovery: UInt64)
  /// A new key over a fresh identity credential (`evidence` is its digest), for somebody who has lost all. `lost` are the credentials
  /// that the person says are in other hands.
  case reissue(
    account: AccountNumber, key: PublicKey, attestation: Attestation, evidence: Digest, lost: [UInt16])
  /// A second agency has seen the same credential.
  case confirmReissue(recovery: UInt64, evidence: Digest)
  /// A third agency decides, with the owner before it, after a credential reported lost objected.
  case decideReissue(recovery: UInt64, proceeds: Bool)
  /// A guardian freezes the account it guards.
  case freezeWard(account: AccountNumber, guardian: GuardianProof)

  // Money
  case issue(amount: Rupiah, deposit: Text)
  case redeem(amount: Rupiah, deposit: Text)
  case pay(merchant: AccountNumber, amount: Rupiah, basket: [BasketItem])
  case transfer(to: AccountNumber, amount: Rupiah)
  /// Names the payment's entry. Signed by the merchant.
  case refund(payment: UInt64, amount: Rupiah)
  case cashOut(agent: AccountNumber, amount: Rupiah, fee: Rupiah)
  /// An agency's rupiah to another agency.
  case allocate(to: AccountNumber, amount: Rupiah)
  /// A citizen's own money, paid in at a bank, as free rupiah: out of what the settlement agency holds.
  case cashIn(to: AccountNumber, amount: Rupiah, deposit: Text)

  // Merchants
  case registerMerchant(key: PublicKey, shop: Shop)
  case license(merchant: AccountNumber, licences: [Text], cashAgent: Bool)
  case suspend(merchant: AccountNumber, suspended: Bool)
  case paySupplier(supplier: AccountNumber, amount: Rupiah)
  case requestSettlement(amount: Rupiah)
  /// Names the request's entry; a failed settlement gives the takings back.
  case confirmSettlement(request: UInt64, settled: Bool)

  // Programmes
  case proposeProgramme(document: [UInt8])
  case activate(programme: ProgrammeID)
  case fund(series: Text, amount: Rupiah)
  /// The new document takes over at its first cycle that begins on or after the old one's next cycle boundary.
  case supersede(old: ProgrammeID, new: ProgrammeID)
  /// No cycle falls due any more; those that did are finished.
  case retire(series: Text)
  /// Holds the payments of a decided cycle, for seven days at most, in public.
  case hold(series: Text, cycle: Text, until: BlockTime)
  case returnUnspent(series: Text, amount: Rupiah)

  // Facts
  case registerSchema(schema: FactSchema)
  /// Sealed: a `FactRecord`.
  case attest(schema: Text, sealed: Digest)
  /// Sealed: that many `FactRecord`s.
  case attestBatch(schema: Text, count: UInt32, root: Digest)
  /// The values' bytes are read by the feed's schema.
  case attestEvent(feed: Text, values: [UInt8], regions: [Region])
  /// Takes back a fact by whom it is about and its seal.
  case retract(schema: Text, subject: FactSubject, sealed: Digest)
  /// Takes back one's word on an event by the entry that carries it; stops only instalments not yet paid.
  case retractEvent(event: UInt64)

  // Appeals
  /// Asks to decide again about an account, or one of its people. By its owner, or by somebody who helps. Sealed: an
  /// `AppealText`.
  case appeal(account: AccountNumber, person: PersonNumber?, series: Text, cycle: Text, sealed: Digest)
  /// The decider's answer to the appeal made by an entry. Sealed: an `AppealText`.
  case answerAppeal(appeal: UInt64, answer: AppealAnswer, sealed: Digest)
  /// Another officer of the same agency agrees to waive this rule, and no other that might be proposed meanwhile.
  case confirmException(appeal: UInt64, rule: UInt8)

  // Chain
  case setParameters(Parameters)
  case rotateAgency(agency: AccountNumber, officers: [PublicKey], threshold: UInt8)
  case upgradeProtocol(version: UInt16, height: UInt64)
  /// Lets the ledger's clock go on to a time, after it stood still for longer than one block may bridge.
  case advanceClock(to: BlockTime)
  /// Stops an officer's key of one's own agency at once. Bringing it back needs the agency's approval.
  case suspendOfficer(credential: UInt16, suspended: Bool)
  /// Asks the agency's other officers; the proposer's own signature is the first approval.
  indirect case propose(Action)
  /// Approves a proposal by its command id, under the roles as they stand in this epoch.
  case approve(proposal: CommandID, epoch: UInt32)
}

/// One line of a basket. Reserved: the ledger keeps it in the receipt's digest and draws no conclusion yet.
public struct BasketItem: Hashable, Sendable {
  public let category: MerchantCategory
  public let amount: Rupiah

  public init(category: MerchantCategory, amount: Rupiah) {
    self.category = category
    self.amount = amount
  }
}

/// A shop as licensed. Public: customers must be able to know where they pay.
public struct Shop: Hashable, Sendable {
  public let name: Text
  public let region: Region
  public let category: MerchantCategory
  /// The owner's own account, where it has one: vouchers are never spent in one's own shop.
  public let owner: AccountNumber?

  public init(name: Text, region: Region, category: MerchantCategory, owner: AccountNumber?) {
    self.name = name
    self.region = region
    self.category = category
    self.owner = owner
  }
}

extension Action {
  /// Whether everybody may see what an agency asked for. What concerns one person or shop is not public.
  public var isPublic: Bool {
    switch self {
    case .issue, .redeem, .allocate, .proposeProgramme, .activate, .fund, .supersede, .retire, .hold, .returnUnspent,
      .registerBatch, .registerSchema, .attestBatch, .attestEvent, .retractEvent, .setParameters, .rotateAgency,
      .upgradeProtocol, .advanceClock, .suspendOfficer, .approve:
      true
    case .propose(let action): action.isPublic
    case .register, .changeFamily, .claim, .addCredential, .removeCredential, .setGuardians, .freeze, .unfreeze,
      .erase, .pay, .transfer, .refund, .cashOut, .cashIn, .registerMerchant, .license, .suspend, .paySupplier,
      .requestSettlement, .confirmSettlement, .attest, .retract, .appeal, .answerAppeal, .confirmException, .addHelper,
      .setLimits, .attestCredential, .correctPerson, .recover, .vetoRecovery, .reissue, .confirmReissue, .decideReissue,
      .freezeWard:
      false
    }
  }

  /// How many sealed records must travel beside the command.
  public var sealedCount: Int {
    switch self {
    case .register, .changeFamily, .attest, .appeal, .answerAppeal: 1
    case .registerBatch(let count, _), .attestBatch(_, let count, _): Int(count)
    default: 0
    }
  }
}
