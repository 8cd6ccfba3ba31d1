import Coding
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Presentation
import Records
import Rules
import Transparency
import Views
import Wallet

/// What programmes have paid, for everybody: whole cycles from their public notices, regions once a cycle is closed. Small
/// numbers are withheld, and whatever would tell them (docs/decisions/0010-small-numbers-by-region.md).
struct CoverageRoutes {
  let replica: Replica
  let heads: HeadKeeper
  let views: ViewKeeper

  func add(to api: API) {
    api.get(
      "/v1/programmes", "Programmes and what they have paid.",
      answers: [.json(.object(["programmes": .array(.named("Programme")), "lag": .named("Lag")]))], problems: [.noView]
    ) { _, _ in try await programmes(named: nil) }
    api.get(
      "/v1/programmes/:series", "One programme and what it has paid.", answers: [.json(.named("Programme"))],
      problems: [.noView]
    ) { _, context in try await programmes(named: context.text("series")) }
    api.get(
      "/v1/cycles", "Cycles, newest first.",
      query: [.init(name: "series", meaning: "Only this programme's.", schema: .string), .before, .limit],
      answers: [
        .json(
          .object(["cycles": .array(.named("Cycle")), "next": .nullable(.integer), "lag": .named("Lag")]))
      ], problems: [.noView]
    ) { request, _ in try await cycles(request) }
    api.get(
      "/v1/cycles/:series/:cycle", "One cycle in numbers.", answers: [.json(.named("Cycle"))], problems: [.noView]
    ) { _, context in try await cycle(context.text("series"), context.text("cycle")) }
    api.get(
      "/v1/cycles/:series/:cycle/regions", "A closed cycle by region; small numbers are withheld.",
      query: [.init(name: "under", meaning: "Code of the region whose parts to show.", schema: .string), .from],
      answers: [
        .json(.object(["cycle": .named("Cycle"), "regions": .array(.named("Cell")), "lag": .named("Lag")])),
        .cbor("RegionsAnswer"),
      ], problems: [.noView, .notClosed, .behind]
    ) { request, context in try await regions(context.text("series"), context.text("cycle"), request) }
    api.get(
      "/v1/regions/:code/coverage", "What has reached a region, cycle by cycle.", query: [.before, .limit],
      answers: [
        .json(
          .object([
            "region": .string, "cycles": .array(.named("Coverage")), "next": .nullable(.integer), "lag": .named("Lag"),
          ]))
      ], problems: [.noView]
    ) { request, context in
      guard let region = Region(code: try context.text("code").string) else { throw Problem.notFound }
      return try await coverage(of: region, request)
    }
  }

  // MARK: Programmes

  private func programmes(named name: Text?) async throws -> Response {
    let lag = try await views.lag(behind: replica)
    let known = replica.read { state in state.publicProgrammes(named: name) }
    guard name == nil || !known.isEmpty else { throw Problem.notFound }
    let listed = try known.map { programme -> JSON in
      let cycles = try views.views.cycles(ofSeries: programme.series, limit: 10_000)
      // No cycle's total can overflow, but all together might.
      let paid = cycles.reduce(into: 0 as Int64) {
        $0 = $0.addingReportingOverflow($1.notice.totals.paidRupiah.amount).partialValue
      }
      return .object(
        programme.json + [.init(key: "cycles", value: JSON(cycles.count)), .init(key: "paidRupiah", value: JSON(paid))])
    }
    return answer(name == nil ? ["programmes": .array(listed), "lag": lag.json] : listed[0], lag)
  }

  // MARK: Cycles

  private func cycles(_ request: Request) async throws -> Response {
    let lag = try await views.lag(behind: replica)
    let series = request.uri.queryParameters["series"].map { Text(String($0)) }
    let limit = try request.limit(of: 200)
    let before = try request.number("before").map { Int64(clamping: $0) }
    let found = try views.views.cycles(ofSeries: series, before: before, limit: limit + 1)
    let page = found.prefix(limit)
    return answer(
      [
        "cycles": .array(page.map(\.json)),
        "next": found.count > limit ? JSON(page.last!.id) : .null, "lag": lag.json,
      ], lag)
  }

  private func cycle(_ series: Text, _ name: Text) async throws -> Response {
    let lag = try await views.lag(behind: replica)
    guard let cycle = try views.views.cycle(ofSeries: series, named: name) else { throw Problem.notFound }
    return answer(cycle.json, lag)
  }

  // MARK: Regions

  private func regions(_ series: Text, _ name: Text, _ request: Request) async throws -> Response {
    let lag = try await views.lag(behind: replica)
    let under = try request.region("under")
    let trusted = try request.trustedSize()
    guard let (cycle, cells) = try views.views.regions(ofSeries: series, cycle: name, in: under) else {
      throw Problem.notFound
    }
    guard cycle.notice.stage == .closed else { throw Problem.notClosed }
    guard request.wantsCBOR else {
      return answer(
        ["cycle": cycle.json, "regions": .array(cells.map(\.json)), "lag": lag.json], lag)
    }
    let notice = PublicEntry(.cycle, content: cycle.notice.encoded)
    let proved = replica.read { _, log, _ -> RegionsAnswer? in
      guard let head = heads.proof(of: log, size: log.size, from: trusted) else { return nil }
      return RegionsAnswer(
        head: head, notice: notice, inclusion: log.inclusionProof(of: cycle.entry),
        cells: cells.map { cell in
          RegionsAnswer.Cell(
            region: cell.region,
            sum: cell.sum.map { RegionsAnswer.Sum(families: $0.families, rupiah: Rupiah($0.rupiah)) },
            proof: cell.proof)
        })
    }
    guard let proved else { throw Problem.behind }
    return Response(proved).cached("no-store")
  }

  /// A region's cells, cycle by cycle. Sums go over the cells that are shown, so they tell nothing more.
  private func coverage(of region: Region, _ request: Request) async throws -> Response {
    let lag = try await views.lag(behind: replica)
    let limit = try request.limit(of: 200)
    let before = try request.number("before").map { Int64(clamping: $0) }
    let found = try views.views.coverage(of: region, before: before, limit: limit + 1)
    let page = found.prefix(limit)
    let cycles = page.map { item -> JSON in
      guard case .object(let cell) = item.cell.json else { return .null }
      return .object(
        cell + [
          .init(key: "series", value: item.cycle.notice.series.json),
          .init(key: "cycle", value: item.cycle.notice.cycle.json),
          .init(key: "due", value: item.cycle.notice.due.json),
        ])
    }
    return answer(
      [
        "region": region.json, "cycles": .array(cycles),
        "next": found.count > limit ? JSON(page.last!.cycle.id) : .null,
        "lag": lag.json,
      ], lag)
  }

  private func answer(_ json: JSON, _ lag: ViewLag) -> Response {
    var response = Response(json)
    response.headers[.lag] = lag.header
    return response.cached("public, max-age=5")
  }
}

extension CallContext {
  /// A part of the path; a cycle's name may hold an encoded slash.
  func text(_ name: String) throws(Problem) -> Text {
    guard let text = parameters.get(name)?.removingPercentEncoding else { throw .notFound }
    return Text(text)
  }
}

extension Problem {
  /// Regions' totals come out once, when nothing changes them any more.
  static let notClosed = Problem(
    status: .notFound, name: "not-closed",
    title: Phrase(
      "Angka per wilayah diumumkan setelah siklus ditutup", "Totals by region are published once the cycle is closed"))
}

extension CycleView {
  var json: JSON {
    [
      "id": JSON(id), "series": notice.series.json, "cycle": notice.cycle.json, "programme": notice.programme.json,
      "stage": .string("\(notice.stage)"), "due": notice.due.json, "cutOff": JSON(notice.cutOff),
      "totals": JSON(reflecting: notice.totals), "gap": notice.gap.json, "root": JSON(notice.root) { $0.json },
      "entry": JSON(entry), "time": time.json,
    ]
  }
}

extension RegionView {
  var json: JSON {
    [
      "region": region.json, "withheld": .bool(sum == nil), "families": JSON(sum) { JSON($0.families) },
      "rupiah": JSON(sum) { JSON($0.rupiah) },
      "proof": JSON(proof) { .string(Base64.encodeURL($0.encoded)) },
    ]
  }
}
