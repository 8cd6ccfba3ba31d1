import Coding
import Engine
import HTTPTypes
import Hummingbird
import Ledger
import Model
import NIOPosix
import Presentation

/// What programmes decided about a family, and why: the same tree as `salur programme explain` shows.
struct EntitlementRoutes {
  let replica: Replica
  let access: AccessGuard

  func add(to api: API) {
    api.get(
      "/v1/accounts/:account/entitlements", "Decisions of the open cycles, and appeals.", for: .entitled,
      answers: [
        .json(
          .object([
            "decisions": .array(.named("Decision")), "appeals": .array(.named("Appeal")), "hasClosedCycles": .boolean,
          ]))
      ]
    ) { request, context in
      let account = try context.account()
      _ = try await access.reader(of: account, request)
      return try entitlements(of: account)
    }
    api.get(
      "/v1/accounts/:account/explanation",
      "Why: every rule, what it read, and what would have to be otherwise. Facts are shown to those entitled to them.",
      for: .entitled,
      query: [
        .init(name: "series", meaning: "The programme; all where it is left out.", schema: .string),
        .init(name: "cycle", meaning: "The cycle; the newest where it is left out.", schema: .string),
        .init(
          name: "person", meaning: "Which of the family's people, from 1, where a programme decides about persons.",
          schema: .integer),
      ],
      answers: [.json(.object(["decisions": .array(.named("Explanation"))]))]
    ) { request, context in
      let question = try question(context.account(), request)
      let reader = try await access.reader(of: question.account, request) {
        $0.has(.auditor) || $0.has(.factSource)
      }
      return try await explanation(question, to: reader)
    }
  }

  private func entitlements(of account: AccountNumber) throws -> Response {
    guard let view = replica.read({ AccountView(account, in: $0) }), view.kind == .family else {
      throw Problem.notFound
    }
    return Response([
      "decisions": .array(view.decisions.map { JSON(reflecting: $0) }),
      "appeals": .array(view.appeals.map { JSON(reflecting: $0) }), "hasClosedCycles": .bool(view.hasClosedCycles),
    ]).cached("no-store")
  }

  private func question(_ account: AccountNumber, _ request: Request) throws(Problem) -> ExplanationView.Question {
    let query = request.uri.queryParameters
    var question = ExplanationView.Question(
      account: account, series: query["series"].map { Text(String($0)) }, cycle: query["cycle"].map { Text(String($0)) }
    )
    if let person = query["person"] {
      guard let number = Int(person), number > 0 else {
        throw .malformed(Phrase("'person' adalah bilangan mulai 1.", "'person' is a number from 1."))
      }
      question.person = number
    }
    return question
  }

  /// Looked for in a copy of the state: it may take a while. A source is shown only what it has a part in.
  private func explanation(_ question: ExplanationView.Question, to reader: Caller) async throws -> Response {
    let views = try await NIOThreadPool.singleton.runIfActive { [replica] in
      let state = replica.snapshotOfState
      let access = FactAccess(reader.account, of: question.account, state)
      return ExplanationView.all(question, access: access, in: state).filter { view in
        view.explanation.facts.contains { access.mayRead($0.schema) } || reader.account == question.account
      }
    }
    guard !views.isEmpty else { throw Problem.notFound }
    return Response(["decisions": .array(views.map(\.json))]).cached("no-store")
  }
}
