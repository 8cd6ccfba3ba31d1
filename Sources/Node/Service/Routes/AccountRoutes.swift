import Coding
import Engine
import HTTPTypes
import Hummingbird
import Ledger
import Model
import Presentation
import Records
import Signing
import Wallet

/// What is known of an account: of institutions and shops by everybody, of a person by the person.
struct AccountRoutes {
  let replica: Replica
  let heads: HeadKeeper
  let access: AccessGuard

  func add(to api: API) {
    api.get(
      "/v1/accounts/:account", "What an account is. Agencies and shops are public; of a family only its owner is told.",
      answers: [.json(.named("Account"))], problems: [.unsigned(nil), .replayed, .forbidden]
    ) { request, context in try await account(request, context) }
    api.get(
      "/v1/accounts/:account/state", "The account's keys, lanes and balances, proved.", for: .owner, query: [.from],
      answers: [.cbor("StateAnswer")], problems: [.behind]
    ) { request, context in
      let account = try context.account()
      // A helper needs to know what it can pay with.
      try access.owner(of: account, request, helpers: true)
      return try state(of: account, [.identity, .lanes, .safeguards, .money, .registry], request)
    }
    api.get(
      "/v1/accounts/:account/balance", "What the account holds, vouchers by class.", for: .entitled,
      answers: [.json(.named("Balance"))]
    ) { request, context in
      let account = try context.account()
      _ = try await access.reader(of: account, request)
      return try balance(of: account)
    }
    api.get(
      "/v1/accounts/:account/lane", "The number each credential's next command must have.", for: .owner,
      answers: [.json(.object(["lanes": .array(.named("Lane"))]))]
    ) { request, context in
      let account = try context.account()
      try access.owner(of: account, request)
      return lanes(of: account)
    }
  }

  // MARK: Answers

  private func account(_ request: Request, _ context: CallContext) async throws -> Response {
    let account = try context.account()
    let kind = replica.read { $0.account(account)?.kind }
    // Whether a number is a family's or nobody's is for nobody else to know.
    if kind != .agency && kind != .merchant { _ = try await access.reader(of: account, request) }
    guard let json = replica.read({ $0.publicRecord(of: account) }) else { throw Problem.notFound }
    return Response(json).cached(kind == .family ? "no-store" : "public, max-age=5")
  }

  private func state(
    of account: AccountNumber, _ subjects: LedgerState.ProofSubject, _ request: Request
  ) throws -> Response {
    guard let answer = replica.stateAnswer(about: account, subjects, heads, from: try request.trustedSize()) else {
      throw Problem.behind
    }
    return Response(answer).cached("no-store")
  }

  private func balance(of account: AccountNumber) throws -> Response {
    let json = replica.read { state in
      AccountView(account, in: state).map { view -> JSON in
        [
          "account": account.json, "free": view.free.json, "takings": view.takings.json,
          "vouchers": .array(view.vouchers.map { JSON(reflecting: $0) }), "height": JSON(state.height),
        ]
      }
    }
    guard let json else { throw Problem.notFound }
    return Response(json).cached("no-store")
  }

  private func lanes(of account: AccountNumber) -> Response {
    let lanes = replica.read { state in
      state.credentialRows(of: account).map { row -> JSON in
        let (credential, lane) = (state.credentials[row], state.lanes[row])
        let hasActed = lane.next > 0
        return [
          "credential": JSON(credential.number), "next": JSON(lane.next),
          "lastCommand": hasActed ? lane.lastCommand.json : nil, "lastEntry": hasActed ? JSON(lane.lastEntry) : nil,
        ]
      }
    }
    return Response(["lanes": .array(lanes)]).cached("no-store")
  }
}

extension Replica {
  /// Rows of an account after the newest block, with their proof; nil where the caller believes more than there is.
  func stateAnswer(
    about account: AccountNumber, _ subjects: LedgerState.ProofSubject, _ heads: HeadKeeper, from trusted: UInt64 = 0
  ) -> StateAnswer? {
    read { state, log, newest in
      guard let head = heads.proof(of: log, size: log.size, from: trusted) else { return nil }
      let proof = state.proof(
        of: subjects, account: account, block: newest.encoded, inclusion: log.inclusionProof(of: log.size - 1))
      return StateAnswer(head: head, state: proof)
    }
  }
}

extension LedgerState {
  /// What may be said of an account to whoever may know that it is there.
  fileprivate func publicRecord(of account: AccountNumber) -> JSON? {
    guard let view = AccountView(account, in: self) else { return nil }
    var members: [JSON.Member] = [
      .init(key: "account", value: account.json), .init(key: "kind", value: .string("\(view.kind)")),
      .init(
        key: "keys",
        value: .array(view.keys.map { ["number": JSON($0.number), "isLive": .bool($0.isLive), "key": $0.key.json] })),
    ]
    if let state = agency(account) { members.append(.init(key: "agency", value: state.json)) }
    if let row = merchant(account) {
      let shop = shops[Int(accounts[account.row].office)]
      members.append(
        .init(
          key: "shop",
          value: [
            "name": shop.name.json, "region": shop.region.json, "category": shop.category.json,
            "licences": .array(licences(of: row).map(\.json)), "licensed": .bool(row.licensed),
            "suspended": .bool(row.suspended), "cashAgent": .bool(row.cashAgent),
          ]))
    }
    if view.kind == .family {
      members.append(
        .init(
          key: "family",
          value: [
            "region": JSON(view.region) { $0.json }, "registeredAt": JSON(view.registeredAt),
            "members": JSON(view.members), "frozenUntil": JSON(view.frozenUntil) { $0.json },
          ]))
    }
    return .object(members)
  }
}

extension AgencyState {
  fileprivate var json: JSON {
    [
      "name": agency.name.json, "title": JSON(reflecting: agency.title),
      "roles": .array(agency.roles.map { .string("\($0)") }), "threshold": JSON(agency.threshold),
      "epoch": JSON(epoch), "seriesPrefix": JSON(agency.seriesPrefix) { $0.json },
      "schemas": .array(agency.schemas.map(\.json)),
    ]
  }
}

extension CallContext {
  /// The account in the path.
  func account() throws(Problem) -> AccountNumber {
    guard let name = parameters.get("account"), let account = AccountName(parsing: name)?.account else {
      throw .notFound
    }
    return account
  }
}
