import Coding
import Engine
import HTTPTypes
import Hummingbird
import Model
import Presentation
import Records
import Views
import Wallet

/// What happened to an account, for its owner alone: openings with their places in the log.
struct HistoryRoutes {
  let replica: Replica
  let heads: HeadKeeper
  let access: AccessGuard
  let views: ViewKeeper

  func add(to api: API) {
    api.get(
      "/v1/accounts/:account/history", "What happened to the account, newest first, each entry opened and proved.",
      for: .entitled, query: [.before, .limit, .from],
      answers: [
        .cbor("HistoryAnswer"),
        .json(
          .object([
            "events": .array(.object(["entry": .integer, "receipt": .named("Receipt")])),
            "next": .nullable(.integer), "lag": .named("Lag"), "proof": .string,
          ])),
      ],
      problems: [.behind, .noView]
    ) { request, context in
      let account = try context.account()
      _ = try await access.reader(of: account, request)
      return try await history(of: account, request)
    }
  }

  /// The page leaves out nothing of the log its head speaks of. Where the view is behind, that is an older head, and the
  /// answer says by how much.
  private func history(of account: AccountNumber, _ request: Request) async throws -> Response {
    let trusted = try request.trustedSize()
    let limit = try request.limit(of: HistoryAnswer.maximumItems)
    let before = try request.number("before")
    let lag = try await views.lag(behind: replica)
    let page = try views.views.history(of: account, before: before, limit: limit)
    guard let mark = page.mark, trusted <= mark.entries else { throw Problem.behind }
    let items = try replica.openings(of: page.entries, size: mark.entries)
    let head = replica.read { _, log, _ in heads.proof(of: log, size: mark.entries, from: trusted) }
    guard let head else { throw Problem.behind }
    let answer = HistoryAnswer(
      head: head, items: items.map { .init(opening: $0.opening, inclusion: $0.inclusion) }, next: page.next)
    var response = request.wantsJSON ? Response(json(answer, lag)) : Response(answer)
    response.headers[.lag] = lag.header
    return response.cached("no-store")
  }

  private func json(_ answer: HistoryAnswer, _ lag: ViewLag) -> JSON {
    [
      "events": .array(
        answer.items.map { item in
          ["entry": JSON(item.inclusion.index), "receipt": JSON(reflecting: item.opening.receipt)]
        }),
      "next": JSON(answer.next) { JSON($0) }, "lag": lag.json,
      "proof": .string(Base64.encodeURL(answer.encoded)),
    ]
  }
}
