import Coding
import Model
import Records
import Signing

// Agencies: who may do what, and how their officers agree.

extension LedgerState {
  /// Genesis only: an agency takes the next account.
  mutating func addAgency(_ agency: Agency) {
    let account = AccountNumber(UInt32(accounts.count))
    var head = AccountRow()
    head.kind = .agency
    head.office = UInt32(agencies.count)
    accounts.append(head)
    money.addAccount()
    agencies.append(AgencyState(account: account, agency: agency))
    for key in agency.officers { appendCredential(key, to: account) }
  }

  /// The acting agency, if it has the role.
  func requireRole(_ role: Role, _ context: CommandContext) throws(Rejection) -> AgencyState {
    guard let agency = agency(context.by), agency.has(role) else { throw .notPermitted }
    return agency
  }

  /// An act that needs the agreement of several officers comes through a proposal.
  func requireApproval(_ context: CommandContext) throws(Rejection) {
    guard let agency = agency(context.by), context.isApproved || agency.agency.threshold == 1 else {
      throw .approvalNeeded
    }
  }

  /// Asks the other officers. The proposer's signature is the first approval.
  mutating func propose(
    _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard let agency = agency(context.by) else { throw .notPermitted }
    guard action.isProposable, agency.agency.threshold > 1 else { throw .notProposable }
    let open = proposals.count { $0.agency == context.by && $0.expires >= block.time }
    guard open < Self.mostProposals else { throw .tooManyProposals }
    // must succeed below
    proposals.removeAll { $0.expires < block.time }
    proposals.append(
      Proposal(
        id: context.id, agency: context.by, action: action, epoch: agency.epoch,
        expires: context.command.validUntil, approvals: [context.command.credential]))
    return block.entries.append(context.act())
  }

  /// Open proposals of one agency.
  private static var mostProposals: Int { 64 }

  /// One more officer agrees. The last one needed executes the act, once; if the ledger refuses it then, nothing
  /// happened and the approval may be tried again.
  mutating func approve(
    _ id: CommandID, epoch: UInt32, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard let agency = agency(context.by) else { throw .notPermitted }
    guard let index = proposals.firstIndex(where: { $0.id == id && $0.agency == context.by }) else {
      throw .unknownProposal
    }
    let proposal = proposals[index]
    guard proposal.epoch == agency.epoch, epoch == agency.epoch else { throw .epochPassed }
    guard !proposal.approvals.contains(context.command.credential) else { throw .alreadyApproved }
    guard proposal.expires >= block.time else { throw .proposalExpired }
    // Whoever was suspended meanwhile does not count any more.
    let standing = proposal.approvals.filter { liveKey(context.by, $0) != nil }
    if standing.count + 1 >= Int(agency.agency.threshold) {
      var approved = context
      approved.isApproved = true
      approved.approvers = standing
      let entry = try perform(proposal.action, approved, block: &block)
      proposals.removeAll { $0.id == id }
      return entry
    }
    // must succeed below
    proposals[index].approvals.append(context.command.credential)
    return block.entries.append(context.act())
  }

  mutating func setParameters(
    _ new: Parameters, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.treasury, context)
    try requireApproval(context)
    guard (1...Parameters.mostRunRows).contains(new.runRowsPerBlock), new.personCommandLife > 0,
      new.agencyCommandLife > 0, !new.relyingParty.utf8.isEmpty, !new.origins.isEmpty
    else { throw .badParameters }
    // must succeed below
    parameters = new
    return block.entries.append(context.act(action))
  }

  /// An agency changes its own officers, by the threshold it has.
  mutating func rotate(
    _ account: AccountNumber, officers: [PublicKey], threshold: UInt8, _ action: Action, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard account == context.by, let agency = agency(account) else { throw .notPermitted }
    try requireApproval(context)
    let distinct = officers.indices.allSatisfy { !officers[..<$0].contains(where: officers[$0].isSameKey) }
    // No officer of several acts alone.
    guard distinct, !officers.isEmpty, (min(2, officers.count)...officers.count).contains(Int(threshold)) else {
      throw .badOfficers
    }
    let added = officers.filter { !agency.agency.officers.contains($0) }
    guard Int(accounts[account.row].nextCredential) + added.count <= Int(UInt16.max) else {
      throw .tooManyCredentials
    }
    // must succeed below
    let rotation = Rotation(
      officers: officers, threshold: threshold, from: block.time.advanced(by: parameters.notice))
    let index = Int(accounts[account.row].office)
    if threshold == agency.agency.threshold || parameters.notice == 0 {
      apply(rotation, to: index)
    } else {
      agencies[index].pending = rotation
    }
    return block.entries.append(context.act(action))
  }

  /// Rotations whose notice is over.
  mutating func rotateIfDue(_ block: inout BlockContext) {
    for index in agencies.indices {
      guard let rotation = agencies[index].pending, rotation.from <= block.time else { continue }
      apply(rotation, to: index)
      let act = AgencyAct(
        agency: agencies[index].account, credential: .max, command: CommandID(digest: .zero),
        action: .rotateAgency(
          agency: agencies[index].account, officers: rotation.officers, threshold: rotation.threshold),
        rejection: nil)
      block.entries.append(PublicEntry(.agency, content: act.encoded))
    }
  }

  /// New officers take over; those who stay keep their lanes, and suspended ones who stay are officers again.
  private mutating func apply(_ rotation: Rotation, to index: Int) {
    let account = agencies[index].account
    let old = agencies[index].agency
    var kept: [PublicKey] = []
    for row in credentialRows(of: account) where credentials[row].status != .removed {
      guard let key = credentials[row].key else { continue }
      if rotation.officers.contains(key) {
        kept.append(key)
        if credentials[row].status == .suspended { reinstate(atRow: row) }
      } else {
        removeCredential(atRow: row)
      }
    }
    for key in rotation.officers where !kept.contains(key) { appendCredential(key, to: account) }
    agencies[index].agency = Agency(
      name: old.name, title: old.title, roles: old.roles, threshold: rotation.threshold, officers: rotation.officers,
      seriesPrefix: old.seriesPrefix, schemas: old.schemas)
    agencies[index].epoch += 1
    agencies[index].pending = nil
  }

  /// Any officer may stop a colleague's key at once, as long as enough are left to act; bringing it back needs approval.
  mutating func suspend(
    officer number: UInt16, _ suspended: Bool, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard let agency = agency(context.by) else { throw .notPermitted }
    if !suspended { try requireApproval(context) }
    guard let row = credentialRow(context.by, number), credentials[row].status == (suspended ? .live : .suspended)
    else {
      throw .unknownCredential
    }
    if suspended {
      guard number != context.command.credential else { throw .sameOfficer }
      guard Int(accounts[context.by.row].liveCredentials) > Int(agency.agency.threshold) else {
        throw .tooFewOfficers
      }
    }
    // must succeed below
    if suspended { suspendCredential(atRow: row) } else { reinstate(atRow: row) }
    return block.entries.append(context.act(action))
  }

  private mutating func suspendCredential(atRow row: Int) {
    credentials.update(row) { $0.status = .suspended }
    accounts.update(credentials[row].account.row) { $0.liveCredentials -= 1 }
  }

  private mutating func reinstate(atRow row: Int) {
    credentials.update(row) { $0.status = .live }
    accounts.update(credentials[row].account.row) { $0.liveCredentials += 1 }
  }

  /// Announces a protocol version this program knows, to take effect at a height.
  mutating func upgrade(
    to version: UInt16, at height: UInt64, _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.treasury, context)
    try requireApproval(context)
    guard version > protocolVersion, version <= Self.newestProtocol else { throw .unknownProtocol }
    guard height > block.height else { throw .heightPassed }
    // must succeed below
    pendingUpgrade = Upgrade(version: version, height: height)
    return block.entries.append(context.act(action))
  }

  /// The newest semantics this program has. Older ones stay in the code, chosen by the chain's version.
  static var newestProtocol: UInt16 { 1 }

  mutating func upgradeIfDue() {
    guard let upgrade = pendingUpgrade, upgrade.height <= height else { return }
    protocolVersion = upgrade.version
    pendingUpgrade = nil
  }
}

extension Action {
  /// Whether it makes sense to put it before an agency's officers: an act of an agency, not itself about proposals.
  var isProposable: Bool {
    switch self {
    case .issue, .redeem, .allocate, .activate, .fund, .supersede, .retire, .hold, .returnUnspent, .setParameters,
      .rotateAgency, .upgradeProtocol, .advanceClock, .erase, .correctPerson, .reissue, .confirmReissue, .decideReissue:
      true
    case .suspendOfficer(_, let suspended): !suspended
    default:
      false
    }
  }
}
