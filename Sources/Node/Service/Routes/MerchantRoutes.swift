import Coding
import Engine
import Hummingbird
import Model
import NIOPosix
import Presentation
import Rules

/// Where vouchers can be spent: licensed shops, nearest first, for everybody. Owners are not named.
struct MerchantRoutes {
  private let directory: MerchantDirectory

  init(replica: Replica) { directory = MerchantDirectory(replica) }

  func add(to api: API) {
    api.get(
      "/v1/merchants",
      "Licensed shops, those nearest to a region first. A page may be short, or empty: `next` says whether there are more.",
      query: [
        .init(name: "region", meaning: "Code of the region to begin at.", schema: .string),
        .init(name: "category", meaning: "Merchant category (ISO 18245).", schema: .string),
        .init(name: "licence", meaning: "A licence class the shop must hold.", schema: .string),
        .init(name: "after", meaning: "Where the page before ended.", schema: .string), .limit,
      ],
      answers: [
        .json(.object(["merchants": .array(.named("NearShop")), "next": .nullable(.string)]))
      ]
    ) { request, _ in try await merchants(request) }
  }

  private func merchants(_ request: Request) async throws -> Response {
    let query = request.uri.queryParameters
    var wanted = MerchantDirectory.Wanted(region: try request.region("region"))
    if let code = try request.number("category") {
      guard let code = UInt16(exactly: code), code < 10_000 else {
        throw Problem.malformed(
          Phrase(
            "'category' adalah kode kategori toko, empat angka", "'category' is a merchant category code of four digits"
          ))
      }
      wanted.category = MerchantCategory(code)
    }
    wanted.licence = query["licence"].map { Text(String($0)) }
    var cursor: MerchantDirectory.Cursor?
    if let text = query["after"] {
      cursor = MerchantDirectory.Cursor(text)
      guard cursor != nil else {
        throw Problem.malformed(
          Phrase("'after' adalah 'next' dari halaman sebelumnya", "'after' is what the page before gave as 'next'"))
      }
    }
    let (search, after, limit) = (wanted, cursor, try request.limit(of: 200))
    let page = try await NIOThreadPool.singleton.runIfActive { [directory] in
      directory.page(search, after: after, limit: limit)
    }
    return Response([
      "merchants": .array(page.found.map { $0.json(asked: search.region) }),
      "next": JSON(page.next) { .string($0.text) },
    ]).cached("public, max-age=60")
  }
}

extension MerchantDirectory.Found {
  /// - Parameter region: the one asked about, whose rings tell how near the shop is.
  func json(asked region: Region?) -> JSON {
    [
      "account": merchant.account.json, "name": shop.name.json, "region": shop.region.json,
      "category": shop.category.json, "licences": .array(licences.map(\.json)), "cashAgent": .bool(merchant.cashAgent),
      "near": JSON(nearness(to: region)) { .string("\($0)") },
    ]
  }

  /// The finest level at which both places are one; nil where not even the province is, or nothing was asked.
  private func nearness(to region: Region?) -> Region.Level? {
    region.flatMap { region in
      Region.Level.allCases.last { level in
        guard let asked = region.ancestor(at: level) else { return false }
        return asked == shop.region.ancestor(at: level)
      }
    }
  }
}
