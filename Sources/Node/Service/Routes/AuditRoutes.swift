import Coding
import Engine
import HTTPTypes
import Hummingbird
import Ledger
import Model
import NIOPosix
import Presentation
import Records
import Signing
import Views
import Wallet

/// What auditors may read that others may not, and the record of who read it.
struct AuditRoutes {
  let replica: Replica
  let access: AccessGuard
  let log: AccessLog
  let views: ViewKeeper

  func add(to api: API) {
    let limit = Operation.Parameter(
      name: "limit", meaning: "How many at most, to \(OpeningsAnswer.maximumItems).", schema: .integer)
    let page: [Operation.Parameter] = [
      .init(name: "from", meaning: "The first one's number.", schema: .integer), limit,
    ]
    api.get(
      "/v1/audit/openings", "What opens the log's private entries, in order.", for: .auditor, query: page,
      answers: [
        .json(
          .object([
            "openings": .array(
              .object(["entry": .integer, "blind": .string, "receipt": .named("Receipt")])),
            "next": .integer,
          ])), .cbor("OpeningsAnswer"),
      ], problems: [.stopped]
    ) { request, _ in
      let (from, limit) = try request.page()
      let auditor = try access.auditor(request)
      return try await openings(from: from, limit: limit, request, for: auditor)
    }
    let reads = Schema.object(["reads": .array(.named("Read")), "next": .nullable(.integer)])
    api.get(
      "/v1/audit/access-log", "Who read what is private, in order.", for: .auditor, query: page, answers: [.json(reads)]
    ) { request, _ in
      let (from, limit) = try request.page()
      try await access.record(try access.auditor(request), request)
      return try await self.reads { [log] in
        try log.records(from: Int(clamping: from), limit: limit)
      } next: {
        $0.last.map { $0.number + 1 }
      }
    }
    api.get(
      "/v1/audit/access-log/head",
      "How many readings there are, and the hash of the last: whoever keeps it can tell a change.",
      answers: [.json(.object(["count": .integer, "hash": .string]))], problems: [.unrecorded]
    ) { _, _ in
      let head = try await onDisk { [log] in try log.head() }
      return Response(["count": JSON(head.count), "hash": head.hash.json]).cached("no-store")
    }
    api.get(
      "/v1/accounts/:account/reads",
      "Who read about this account, newest first: by its name, or by opening a stretch of the log with entries of its.",
      for: .owner,
      query: [.init(name: "before", meaning: "Only those with a smaller number.", schema: .integer), limit],
      answers: [.json(reads)], problems: [.unrecorded, .noView]
    ) { request, context in
      let account = try context.account()
      try access.owner(of: account, request)
      let (before, limit) = try request.page("before", or: .max)
      _ = try await views.lag(behind: replica)
      return try await self.reads { [log, views] in
        let own = try EntrySearch(account, views.views)
        return try log.records(about: account, before: Int(clamping: before), limit: limit, concerns: own.contains)
      } next: {
        $0.count < limit ? nil : $0.last?.number
      }
    }
  }

  private func openings(
    from: UInt64, limit: Int, _ request: Request, for auditor: Caller
  ) async throws -> Response {
    let openings: [Opening?]
    do {
      openings = try await NIOThreadPool.singleton.runIfActive { [replica] in
        try replica.openings(from: from, limit: limit)
      }
    } catch is EngineError {
      throw Problem.failed
    }
    let answer = OpeningsAnswer(first: from, openings: openings)
    try await access.record(auditor, request, entries: from..<answer.next)
    if request.wantsCBOR { return Response(answer).cached("no-store") }
    let listed = answer.openings.enumerated().compactMap { place, opening -> JSON? in
      opening.map {
        [
          "entry": JSON(from + UInt64(place)), "blind": $0.blind.json, "receipt": JSON(reflecting: $0.receipt),
        ]
      }
    }
    return Response(["openings": .array(listed), "next": JSON(answer.next)]).cached("no-store")
  }

  private func reads(
    _ items: @escaping @Sendable () throws -> [AccessLog.Item], next: ([AccessLog.Item]) -> Int?
  ) async throws -> Response {
    let items = try await onDisk(items)
    let titles = replica.read { state in items.map { state.agency($0.record.account)?.agency.title } }
    return Response([
      "reads": .array(zip(items, titles).map { item, title in item.json(by: title) }),
      "next": JSON(next(items)) { JSON($0) },
    ]).cached("no-store")
  }

  private func onDisk<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    do {
      return try await NIOThreadPool.singleton.runIfActive(body)
    } catch is AccessLogError {
      throw Problem.unrecorded
    } catch is ViewError {
      throw Problem.noView
    }
  }
}

extension AccessLog.Item {
  fileprivate func json(by title: Words?) -> JSON {
    [
      "number": JSON(number), "time": record.time.json, "account": record.account.json,
      "agency": JSON(title) { JSON(reflecting: $0) }, "credential": JSON(record.credential),
      "method": record.method.json, "target": record.target.json,
      "entries": JSON(record.entries) { ["first": JSON($0.lowerBound), "end": JSON($0.upperBound)] },
      "previous": record.previous.json, "hash": record.hash.json,
    ]
  }
}

extension Request {
  /// Where a page begins, and how much may be on it.
  fileprivate func page(_ name: String = "from", or start: UInt64 = 0) throws(Problem) -> (from: UInt64, limit: Int) {
    let from = try whole(name) ?? start
    let limit = try whole("limit") ?? 100
    guard (1...UInt64(OpeningsAnswer.maximumItems)).contains(limit), from < .max - limit || from == start else {
      throw .malformed(
        Phrase(
          "'limit' dari 1 sampai \(OpeningsAnswer.maximumItems).",
          "'limit' is from 1 to \(OpeningsAnswer.maximumItems)."))
    }
    return (from, Int(limit))
  }

  private func whole(_ name: String) throws(Problem) -> UInt64? {
    guard let text = uri.queryParameters[name[...]] else { return nil }
    guard let number = UInt64(text) else {
      throw .malformed(Phrase("'\(name)' adalah bilangan bulat.", "'\(name)' is a whole number."))
    }
    return number
  }
}
