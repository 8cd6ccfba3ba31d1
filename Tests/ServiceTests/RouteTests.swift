import Coding
import Engine
import EngineSupport
import Foundation
import Model
import Platform
import Rules
import Service
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

@Suite("Calls answered from the read model")
struct RouteTests {
  @Test("a family's history is whole, proved, and its alone")
  func history() async throws {
    let node = try TestNode.paid()
    for _ in 0..<7 { try node.accept(node.payment(1_000)) }
    let genesis = node.genesis
    let (money, classes) = node.replica.read { state in
      (state.classes.indices.map { state.money.balance(of: TestNode.families[0], voucherClass: $0) }, state.classes)
    }
    let path = "/v1/accounts/\(TestNode.families[0])/history"
    try await TestService.serving(node) { service async throws in
      #expect(try await service.call(path).status == 401)
      #expect(try await service.call(path, as: .family(1)).status == 403)
      var log = try TrustedLog(genesis: genesis, quorum: 0)
      var events: [ProvenEvent] = []
      var target = path + "?limit=3"
      while true {
        let reply = try await service.call(target, as: .family(0))
        #expect(reply.status == 200)
        #expect(reply.headers["salur-lag"] == "blocks=0, entries=0")
        let answer = try HistoryAnswer(encoded: reply.body)
        events += try answer.verified(
          account: TestNode.families[0], &log, now: 0, verified: SignatureVerifier.verify
        ).events
        guard let next = answer.next else { break }
        target = "\(path)?limit=3&before=\(next)&from=\(log.lastSize)"
      }
      #expect(events.filter { $0.receipt.kind == .payment }.count == 7)
      let statement = Statement(of: TestNode.families[0], events: events, classes: classes)
      #expect(money.enumerated().allSatisfy { statement.vouchers[UInt32($0.offset)] ?? 0 == $0.element })

      let page = try await service.call(path, as: .family(0), accept: "application/json").object
      #expect((page["events"] as? [Any])?.count == events.count)
      #expect(page["next"] is NSNull)
      for bad in ["limit=0", "limit=201", "before=x", "from=-1"] {
        let target = "\(path)?\(bad)"
        #expect(try await service.call(target, as: .family(0)).status == 400, "\(bad)")
      }
      let ahead = "\(path)?from=1000000"
      #expect(try await service.call(ahead, as: .family(0)).status == 409)
    }
  }

  @Test("cycles and regions are public, their cells withheld and proved as they must be")
  func coverage() async throws {
    let node = try TestNode.paid()
    let genesis = node.genesis
    let open = "/v1/cycles/id.test/2026-Q1"
    try await TestService.serving(node) { service async throws in
      #expect(try await service.call(open).object["stage"] as? String == "paid")
      #expect(try await service.call(open + "/regions").status == 404, "totals by region come out once")
      #expect(try await service.call("/v1/cycles/id.test/2026-Q3").status == 404)
    }
    try node.advance(to: "2026-03-13")
    try await TestService.serving(node) { service async throws in
      let programmes = try await service.call("/v1/programmes").object
      #expect((programmes["programmes"] as? [[String: Any]])?.first?["series"] as? String == "id.test")
      #expect(try await service.call("/v1/programmes/id.test").object["paidRupiah"] as? Int == 200_000)
      #expect(try await service.call("/v1/programmes/id.none").status == 404)
      let cycles = try await service.call("/v1/cycles?series=id.test&limit=1").object
      #expect((cycles["cycles"] as? [[String: Any]])?.first?["stage"] as? String == "closed")
      let regions = try await service.call(open + "/regions").object["regions"] as? [[String: Any]] ?? []
      #expect(regions.count == 2)
      #expect(regions.allSatisfy { $0["withheld"] as? Bool == true && $0["families"] is NSNull })
      let proved = try await service.call(open + "/regions?under=53.15", headers: ["Accept": "application/cbor"])
      var log = try TrustedLog(genesis: genesis, quorum: 0)
      let answer = try RegionsAnswer(encoded: proved.body)
      let (notice, cells) = try answer.verified(&log, now: 0, verified: SignatureVerifier.verify)
      #expect(notice.totals.paid == 2)
      #expect(cells.map(\.region.description) == ["53.15.06"])
      #expect(cells[0].sum == nil)
      let coverage = try await service.call("/v1/regions/53.15.06.2001/coverage").object
      #expect((coverage["cycles"] as? [[String: Any]])?.first?["cycle"] as? String == "2026-Q1")
      #expect(try await service.call("/v1/regions/nowhere/coverage").status == 404)
    }
  }

  @Test("shops near a region come nearest first, licensed ones only, page by page")
  func merchants() async throws {
    let node = try TestNode()
    var regions: [UInt64] = []
    for number in 0..<12 as Range<UInt64> {
      regions.append(
        [53_15_06_2001, 53_15_06_2002, 53_15_07_2001, 53_16_01_2001, 11_01_01_2001, 52_01_01_2001][Int(number % 6)])
    }
    for (index, region) in regions.enumerated() {
      try node.openShop(
        Text("Toko \(index)"), at: region, category: index == 3 ? 5912 : 5411, licence: index == 7 ? "tutoring" : nil)
    }
    let closed = AccountNumber(UInt32(TestAgency.allCases.count))
    try node.accept(node.command(.licensing, .suspend(merchant: closed, suspended: true)))
    try await TestService.serving(node) { service async throws in
      var names: [String] = []
      var near: [String] = []
      var target: String? = "/v1/merchants?region=53.15.06.2001&limit=2"
      while let path = target {
        let page = try await service.call(path).object
        let shops = page["merchants"] as? [[String: Any]] ?? []
        #expect(shops.count <= 2)
        names += shops.compactMap { $0["name"] as? String }
        near += shops.map { $0["near"] as? String ?? "-" }
        target = (page["next"] as? String).map { "/v1/merchants?region=53.15.06.2001&limit=2&after=\($0)" }
      }
      #expect(
        names == [6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11].map { "Toko \($0)" })
      #expect(
        near == ["village", "district", "district", "regency", "regency", "province", "province", "-", "-", "-", "-"])
      // However few are looked at in one go, all are found, and shops that open meanwhile.
      let directory = MerchantDirectory(node.replica, most: 3)
      func walk(_ wanted: MerchantDirectory.Wanted) -> (names: [String], pages: Int) {
        var (names, pages): ([String], Int) = ([], 0)
        var cursor: MerchantDirectory.Cursor?
        repeat {
          let page = directory.page(wanted, after: cursor, limit: 200)
          names += page.found.map(\.shop.name.string)
          (cursor, pages) = (page.next, pages + 1)
        } while cursor != nil && pages < 100
        return (names, pages)
      }
      let near53 = MerchantDirectory.Wanted(region: Region(number: 53_15_06_2001))
      #expect(walk(near53).names == names && walk(near53).pages == 5, "12 shops, three looked at a page")
      let pharmacy = walk(.init(category: MerchantCategory(5912)))
      #expect(pharmacy.names == ["Toko 3"] && pharmacy.pages == 5, "pages with nothing on them lead on")
      try node.openShop("Toko 12", at: 53_15_06_2001, category: 5411, licence: nil)
      #expect(walk(near53).names == ["Toko 6", "Toko 12"] + names.dropFirst())
      func list(_ query: String) async throws -> [String] {
        let shops = try await service.call("/v1/merchants?\(query)").object["merchants"] as? [[String: Any]] ?? []
        return shops.compactMap { $0["name"] as? String }
      }
      #expect(try await list("category=5912") == ["Toko 3"])
      #expect(try await list("licence=tutoring") == ["Toko 7"])
      #expect(try await list("licence=unheard").isEmpty)
      #expect(try await service.call("/v1/merchants?region=99x").status == 400)
      #expect(try await service.call("/v1/merchants?after=1").status == 400)
    }
  }
}

extension WireAnswer {
  fileprivate var object: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
  }
}

extension TestNode {
  fileprivate func openShop(_ name: Text, at region: UInt64, category: UInt16, licence: Text?) throws {
    let key = SigningKey(.ed25519, seed: SHA256.hash(Array(name.utf8)))
    let number = AccountNumber(UInt32(replica.read { $0.accounts.count }))
    let shop = Shop(name: name, region: Region(raw: region)!, category: MerchantCategory(category), owner: nil)
    let proof = possession(key, subject: SHA256.hash(shop.encoded))
    try accept(command(.licensing, .registerMerchant(key: key.publicKey, shop: shop), proof: proof))
    try accept(
      command(.licensing, .license(merchant: number, licences: licence.map { [$0] } ?? [], cashAgent: false)))
  }
}
