import Model
import Presentation
import Records
import Wallet

/// What the proved history says about a decision that a node tells of.
struct ProvenPayments {
  /// All the programme has paid to the account, oldest first.
  let ofProgramme: [ProvenEvent]
  /// Those of the cycle, by its number: the committed one's, else the one that the node names.
  let events: [ProvenEvent]
  /// The newest of them whose receipt commits to the decision, the programme's document and the facts that the node tells.
  let committed: ProvenEvent?

  init(of decision: ExplainedDecision, to account: AccountNumber, in history: [ProvenEvent], _ registry: RegistryRecord)
  {
    ofProgramme = history.reversed().filter { event in
      event.receipt.kind == .disbursement && event.receipt.account == account
        && WalletShow.name(event.receipt.voucherClass, registry) == decision.series
    }
    let digest = decision.commitment?.digest
    committed = ofProgramme.last { $0.receipt.digest == digest }
    let registrant = decision.person == nil ? nil : decision.commitment.map { PersonNumber($0.registrant) }
    let cycle = committed?.receipt.reference ?? decision.cycleNumber.flatMap { UInt64(exactly: $0) }
    events = ofProgramme.filter {
      $0.receipt.reference == cycle && (registrant == nil || $0.receipt.person == registrant)
    }
  }

  var amount: Rupiah { Self.sum(events) }
  var programmeAmount: Rupiah { Self.sum(ofProgramme) }

  /// One family's benefits never overflow: each is an Int32.
  private static func sum(_ events: [ProvenEvent]) -> Rupiah { Rupiah(events.reduce(0) { $0 &+ $1.receipt.amount }) }

  func json(of decision: ExplainedDecision) -> JSON {
    [
      "paid": amount.json, "paidByProgramme": programmeAmount.json, "entries": .array(events.map { JSON($0.entry) }),
      "committed": .bool(committed != nil),
      "granted": committed == nil ? nil : JSON(decision.commitment?.granted) { $0.json },
    ]
  }
}
