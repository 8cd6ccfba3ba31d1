import Engine
import HTTPTypes
import Hummingbird
import Ledger
import Model
import Presentation
import Records
import Wallet

/// What an account's owner may read, proved.
struct AccountRoutes {
  let replica: Replica
  let heads: HeadKeeper
  let access: AccessGuard

  func add(to router: Router<CallContext>) {
    router.get("v1/accounts/:account/state") { request, context in
      let account = try context.account()
      guard try access.caller(of: request).account == account else { throw Problem.forbidden }
      return try state(of: account, [.identity, .lanes, .money, .registry], request)
    }
  }

  private func state(
    of account: AccountNumber, _ subjects: LedgerState.ProofSubject, _ request: Request
  ) throws -> Response {
    let trusted = try request.trustedSize()
    let answer = replica.read { state, log, newest -> StateAnswer? in
      guard let head = heads.proof(of: log, size: log.size, from: trusted) else { return nil }
      let proof = state.proof(
        of: subjects, account: account, block: newest.encoded,
        inclusion: log.inclusionProof(of: log.size - 1))
      return StateAnswer(head: head, state: proof)
    }
    guard let answer else { throw Problem.behind }
    return Response(answer).cached("no-store")
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
