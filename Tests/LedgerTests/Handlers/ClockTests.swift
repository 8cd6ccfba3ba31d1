import Ledger
import Model
import Signing
import Testing

/// The ledger's clock: it never goes back, it leaps only where officers agree, and an outage costs nobody a day.
@Suite struct ClockTests {
  private static let minute = BlockTime.minute

  private func ledger() -> TestLedger {
    TestLedger.world { parameters in
      parameters.clockStep = 10 * Self.minute
      parameters.outage = BlockTime.hour
    }
  }

  @Test func aStepMayTakeTenMinutesAndNotAMomentMore() {
    let state = ledger().state
    let limit = state.time.advanced(by: 10 * Self.minute)
    #expect(state.permittedTime(limit) == limit)
    #expect(state.permittedTime(limit.advanced(by: 1)) == state.time)
    #expect(state.permittedTime(state.time.advanced(by: -1)) == state.time)
    #expect(state.standingClock(at: limit) == nil)
    #expect(state.standingClock(at: limit.advanced(by: 1)) == state.time)
  }

  @Test func aDrivenClockMayTakeAny() {
    let state = TestLedger.world().state
    let far = state.time.advanced(by: 400 * BlockTime.day)
    #expect(state.permittedTime(far) == far)
  }

  @Test func officersLetItGoOnAsFarAsTheySaid() {
    let test = ledger()
    let far = test.now.advanced(by: 9 * BlockTime.hour)
    test.accept(test.command(.treasury, .advanceClock(to: far)))
    #expect(test.state.permittedTime(far) == far)
    // The machine's clock has gone on while they signed.
    #expect(test.state.permittedTime(far.advanced(by: 20 * Self.minute)) == far)
    test.now = far
    test.apply()
    #expect(test.state.time == far)
    #expect(test.state.permittedTime(far.advanced(by: 11 * Self.minute)) == far)
  }

  @Test func lettingItGoOnIsRefusedWithItsReason() {
    let test = ledger()
    let later = test.now.advanced(by: BlockTime.hour)
    test.refuseFinally(test.command(.ministry, .advanceClock(to: later)), .notPermitted)
    test.refuseFinally(test.command(.treasury, .advanceClock(to: test.now)), .clockNotAhead)
  }

  /// A family paid a voucher that lasts to the end of 12 March.
  private func paid(outage: Int64) -> (Market, expires: BlockTime) {
    let market = Market { $0.outage = outage }
    return (market, market.test.state.classes[1].expires)
  }

  @Test func anOutageExtendsVouchersAndAppealsByWholeDays() {
    let (market, _) = paid(outage: 0)
    var state = market.test.state
    #expect(state.classes.count == 2)
    let before = state.classes.map(\.expires)
    market.test.accept(market.test.command(.treasury, .setParameters(withOutage(state.parameters))))
    let closes = market.test.state.benefits.cycles[0].record.closes
    market.test.now = market.test.now.advanced(by: 25 * BlockTime.hour)
    market.test.apply()
    state = market.test.state
    #expect(state.classes.map(\.expires) == before.map { $0.advanced(by: 2 * BlockTime.day) })
    #expect(state.benefits.cycles[0].record.closes == closes.advanced(by: 2 * BlockTime.day))
    // What would have run out meanwhile can still be spent.
    market.test.now = before[1].advanced(by: BlockTime.hour)
    market.test.accept(market.pay(market.grocer, 10))
  }

  @Test func aSilenceOfAnHourIsNoOutage() {
    let (market, expires) = paid(outage: 0)
    market.test.accept(market.test.command(.treasury, .setParameters(withOutage(market.test.state.parameters))))
    market.test.now = market.test.now.advanced(by: BlockTime.hour)
    market.test.apply()
    #expect(market.test.state.classes[1].expires == expires)
  }

  private func withOutage(_ parameters: Parameters) -> Parameters {
    var parameters = parameters
    parameters.outage = BlockTime.hour
    return parameters
  }
}
