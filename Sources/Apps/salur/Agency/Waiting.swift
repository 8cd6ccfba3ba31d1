import Coding
import Ledger
import Model
import Presentation

/// What waits for agencies: of one, or of all.
struct Waiting {
  private let proposals: [(Proposal, AgencyState)]
  private let rotations: [(AgencyState, Rotation)]
  private let reissues: [RecoveryRow]

  init(for wanted: AccountNumber?, in state: LedgerState) {
    func concerns(_ agency: AccountNumber) -> Bool { wanted == nil || wanted == agency }
    proposals = state.proposals.filter { concerns($0.agency) && $0.expires >= state.time }.compactMap { proposal in
      state.agency(proposal.agency).map { (proposal, $0) }
    }
    rotations = state.agencies.compactMap { agency in
      guard concerns(agency.account), let pending = agency.pending else { return nil }
      return (agency, pending)
    }
    reissues = (0..<state.recoveries.rows.count).map { state.recoveries.rows[$0] }.filter { recovery in
      guard recovery.kind == .reissue else { return false }
      let isConcerned = wanted == nil || (recovery.first != wanted && recovery.second != wanted)
      return isConcerned
        && (recovery.status == .disputed || recovery.status == .collecting)
        && (recovery.status == .disputed || recovery.second == .none)
    }
  }

  var isEmpty: Bool { proposals.isEmpty && rotations.isEmpty && reissues.isEmpty }

  var phrases: [Phrase] {
    proposals.map { AgencyPhrase.proposal($0, of: $1) } + rotations.map { AgencyPhrase.rotation($1, of: $0) }
      + reissues.map(AgencyPhrase.reissue)
  }

  var json: [JSON] {
    proposals.map { proposal, agency in
      [
        "waits": "approval", "agency": proposal.agency.json, "proposal": .string(proposal.id.digest.description),
        "action": .string(AgencyPhrase.name(of: proposal.action)),
        "approved": .array(proposal.approvals.map { JSON($0) }), "needed": JSON(agency.agency.threshold),
        "expires": proposal.expires.json,
      ]
    }
      + rotations.map { agency, rotation in
        [
          "waits": "notice", "agency": agency.account.json, "threshold": JSON(rotation.threshold),
          "from": rotation.from.json,
        ]
      }
      + reissues.map { recovery in
        [
          "waits": .string(recovery.status == .disputed && recovery.second != .none ? "decision" : "second-agency"),
          "recovery": JSON(recovery.entry), "account": recovery.account.json, "due": recovery.due.json,
        ]
      }
  }
}
