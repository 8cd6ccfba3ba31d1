import Audit
import Model
import Platform
import Rules
import Testing

@Suite("The report")
struct ReportTests {
  private func report(_ chain: TestChain) throws -> ProgrammeReport {
    let (programmes, result) = try chain.auditor.report()
    #expect(result.findings == [])
    return try #require(programmes.first)
  }

  @Test("follows every rupiah from the fund to the wallet, the shop and back")
  func flows() throws {
    let chain = try TestChain.spent()
    let report = try report(chain)
    #expect(report.series == TestChain.series)
    #expect(report.total.entitled == 2 * TestChain.amount)
    #expect(report.total.paid == 2 * TestChain.amount)
    #expect(report.total.spent == 25_000)
    #expect(report.total.held == 175_000)
    #expect(report.total.families == 2)
    #expect(report.fund.held == report.total.held)
    #expect(report.fund.spent == report.total.spent)
    #expect(report.unaccounted == 0)
  }

  @Test("says who moved the money, and that nobody has yet")
  func movement() throws {
    let movement = try report(TestChain.spent()).movement
    #expect(movement.owner == 40_000)
    #expect(movement.refunded == 15_000)
    #expect(movement.waiting == 75_000)
    #expect(movement.unclaimed == TestChain.amount)
    #expect(movement.unclaimedFamilies == 1)
    #expect((movement.helper, movement.agent) == (0, 0))
  }

  @Test("adds up by every level")
  func levels() throws {
    let report = try report(TestChain.spent())
    let villages = report.flows(by: .village)
    #expect(villages.map { $0.region?.description } == ["53.15.06.2001", "53.15.06.2002"])
    #expect(villages.map(\.flow.spent) == [25_000, 0])
    for level in Region.Level.allCases {
      var sum: Int64 = 0
      for row in report.flows(by: level) { sum += row.flow.paid }
      #expect(sum == report.total.paid)
    }
    #expect(report.flows(by: .province).map { $0.region?.description } == ["53"])
  }

  @Test("counts what is decided and not paid as entitled")
  func owed() throws {
    let chain = try TestChain.paid()
    chain.now = TestChain.time("2026-05-10")
    // Pass one decides; before pass two pays, the cycle's amounts are owed.
    try chain.decide()
    let report = try report(chain)
    #expect(report.total.entitled == report.total.paid + 2 * TestChain.amount)
    #expect(report.total.families == 2)
    #expect(report.unaccounted == 0)
  }

  @Test("shows what came back by itself")
  func expired() throws {
    let chain = try TestChain.spent()
    try chain.advance(to: "2026-04-01")
    let report = try report(chain)
    #expect(report.total.returned == 175_000)
    #expect(report.total.held == 0)
    #expect(report.fund.cameBack == 175_000)
    #expect(report.unaccounted == 0)
  }

  @Test("gives a refund after the expiry to the fund")
  func lateRefund() throws {
    let chain = try TestChain.paid()
    chain.now = TestChain.time("2026-03-10")
    let payment = try chain.accept(chain.payment(40_000))
    try chain.advance(to: "2026-03-20")
    try chain.accept(chain.command(TestChain.shop, TestChain.shopKey, .refund(payment: payment, amount: 15_000)))
    let report = try report(chain)
    #expect(report.total.spent == 25_000)
    #expect(report.total.returned == 175_000)
    #expect(report.unaccounted == 0)
  }
}
