import Foundation
import Model
import Sealing
import Signing
import StorageSupport
import Testing
import Wallet

/// A card from the counter to the shop, as people use it: through `salur card` against a running node.
@Suite("salur card")
struct CardTests {
  private static let shop = "SLR-00004WTQ"

  private let country: DemoCountry
  private var folder: TemporaryFolder { country.folder }
  private var mine: String { folder.path("25") }
  private var card: String { folder.path("card") }

  init() throws {
    country = try DemoCountry()
    folder.file("pin", "834027\n")
    folder.file("wrong", "834028\n")
  }

  private func run(_ arguments: String...) throws -> Salur.Outcome { try DemoCountry.run(arguments) }

  private func done(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Salur.Outcome {
    let outcome = try DemoCountry.run(arguments)
    #expect(
      outcome.status == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  private func make(_ out: String, pin: String = "pin", _ more: String...) throws -> Salur.Outcome {
    try DemoCountry.run(
      ["card", "make", "--wallet", mine, "--label", "Nenek", "--pin-file", folder.path(pin), "--out", out] + more)
  }

  private func terminal(_ name: String) throws -> String {
    _ = try done(
      "card", "terminal", "new", "--out", folder.path(name), "--shop", Self.shop, "--node", country.url, "--network",
      country.network, "--witnesses", "0")
    return folder.path(name)
  }

  private func pay(_ amount: Int, at terminal: String, card: String? = nil, pin: String = "pin") throws -> Salur.Outcome
  {
    try run(
      "card", "pay", "--card", card ?? self.card, "--terminal", terminal, "--amount", "\(amount)", "--pin-file",
      folder.path(pin))
  }

  /// The account's payments, newest first, as its owner sees them.
  private func history() throws -> String { try done("wallet", "history", "--wallet", mine).output }

  @Test("a card is made, pays within its limits with the PIN, and is blocked")
  func life() throws {
    let before = try done("wallet", "credential", "list", "--wallet", mine).output
    folder.file("trivial", "123456\n")
    let trivial = try make(card, pin: "trivial")
    #expect(trivial.status == 1 && trivial.errors.contains("too easy to guess"), "\(trivial.errors)")
    let half = try make(card, "--per-day", "80000")
    #expect(half.status == 2 && half.errors.contains("together"), "\(half.errors)")
    #expect(try done("wallet", "credential", "list", "--wallet", mine).output == before)
    #expect(!FileManager.default.fileExists(atPath: card))

    // A limit above the tier's: no card, and no key is left live.
    let much = try make(card, "--per-payment", "900000000000", "--per-day", "900000000000")
    #expect(much.status == 1 && much.errors.contains("limitTooHigh"), "\(much.errors)")
    #expect(!FileManager.default.fileExists(atPath: card))
    let removed = try done("wallet", "credential", "list", "--wallet", mine, "--json").lines
    #expect(removed.count == 2 && removed[1].contains(#""live":false"#), "\(removed)")

    let made = try make(card, "--per-payment", "50000", "--per-day", "80000")
    #expect(made.status == 0 && made.output.contains("key 2"), "\(made.errors)")
    let again = try make(card)
    #expect(again.status == 1 && again.errors.contains("is there already"), "\(again.errors)")
    let text = folder.text(of: "card")
    #expect(text.hasPrefix("SLRC1:") && text.utf8.count == 211)
    let listed = try done("wallet", "credential", "list", "--wallet", mine, "--json").lines
    #expect(listed.count == 3)
    #expect(listed[2].contains(#""use":"card""#) && listed[2].contains(#""tier":"software""#), "\(listed[2])")
    #expect(listed[2].contains(#""perPayment":50000"#) && listed[2].contains("Nenek"), "\(listed[2])")
    let shown = try done("card", "show", card)
    #expect(shown.output.contains(country.network) && !shown.output.contains("Nenek"), "\(shown.output)")

    let noShop = try run(
      "card", "terminal", "new", "--out", folder.path("home"), "--shop", "45", "--node", country.url, "--network",
      country.network, "--witnesses", "0")
    #expect(noShop.status == 2 && noShop.errors.contains("is no shop"), "\(noShop.errors)")

    let terminal = try terminal("till")
    let paid = try pay(12_000, at: terminal)
    #expect(paid.status == 0 && paid.output.contains("Paid: Rp 12,000 to "), "\(paid.errors)")
    #expect(paid.output.contains(Self.shop) && paid.output.contains("Done and proved"), "\(paid.output)")
    #expect(paid.errors.contains("Pay Rp 12,000 to ") && paid.errors.contains(Self.shop), "\(paid.errors)")
    let history = try history()
    #expect(history.contains("12,000"), "\(history)")

    let wrong = try pay(1_000, at: terminal, pin: "wrong")
    #expect(wrong.status == 1 && wrong.errors.contains("7 tries left"), "\(wrong.errors)")
    // The amount comes before the PIN.
    let amount = try #require(wrong.errors.range(of: "Pay Rp 1,000 to "))
    #expect(amount.lowerBound < (try #require(wrong.errors.range(of: "7 tries left"))).lowerBound)
    #expect(try self.history() == history)

    let over = try pay(50_001, at: terminal)
    #expect(over.status == 1 && over.errors.contains("421 abovePaymentLimit"), "\(over.errors)")
    #expect(try pay(50_000, at: terminal).status == 0)
    let day = try pay(18_001, at: terminal)
    #expect(day.status == 1 && day.errors.contains("422 aboveDayLimit"), "\(day.errors)")

    _ = try done("wallet", "credential", "remove", "2", "--wallet", mine)
    let before2 = try self.history()
    let gone = try pay(1_000, at: terminal)
    #expect(gone.status == 1 && gone.errors.contains("not accepted"), "\(gone.errors)")
    #expect(try self.history() == before2)
    #expect(country.node.stop() == 0)
  }

  @Test("a payment without an answer is settled before the next one")
  func pending() throws {
    try #require(try make(card).status == 0)
    let terminal = try terminal("till")
    let poor = try pay(4_900_000, at: terminal)
    #expect(poor.status == 1 && poor.errors.contains("401 insufficientFunds"), "\(poor.errors)")
    let next = try pay(1_000, at: terminal)
    #expect(next.status == 0 && !next.errors.contains("earlier"), "\(next.errors)")

    // A payment whose answer was lost on the way.
    // The demonstration's clock is ahead of ours.
    let state = try done("wallet", "show", "--wallet", mine, "--json").output
    let time = try #require(state.firstMatch(of: /"time":"([^"]+)"/)?.output.1)
    let now = BlockTime(milliseconds: Int64(try Date(String(time), strategy: .iso8601).timeIntervalSince1970 * 1000))
    folder.file("till/pending.cose", bytes: try signed(2_345, sequence: 2, until: now.advanced(by: BlockTime.hour)))
    let settled = try pay(3_000, at: terminal)
    #expect(settled.status == 0 && settled.errors.contains("without an answer, Rp 2,345, is paid"), "\(settled.errors)")
    #expect(try history().contains("2,345"))
    // One that comes too late.
    folder.file("till/pending.cose", bytes: try signed(7_123, sequence: 4, until: now.advanced(by: -BlockTime.hour)))
    let late = try pay(4_000, at: terminal)
    #expect(late.status == 0 && late.errors.contains("Rp 7,123, is not proved to be paid"), "\(late.errors)")
    #expect(try !history().contains("7,123"))

    #expect(country.node.stop() == 0)
    let alone = try pay(1_000, at: terminal)
    #expect(alone.status == 1 && alone.errors.contains("cannot be reached"), "\(alone.errors)")
    // Nothing was sent.
    #expect(!FileManager.default.fileExists(atPath: terminal + "/pending.cose"))
  }

  /// What the terminal's own code signs.
  private func signed(_ amount: Int64, sequence: UInt64, until: BlockTime) throws -> [UInt8] {
    let text = folder.text(of: "card").trimmingCharacters(in: .newlines)
    let directory = TemporaryDirectory()
    defer { withExtendedLifetime(directory) {} }
    var tries = try PINTries(creating: directory.path)
    let shop = try #require(AccountName(parsing: Self.shop)?.account)
    let opened = try tries.open(
      UnopenedCard(text: text), PIN("834027"), for: ShownPayment(to: shop, amount: Rupiah(amount)) { _, _ in })
    return opened.pay(sequence: sequence, validUntil: until, nonce: .none)
  }

  @Test("eight wrong PINs at a terminal, and cards and counts that are not as they were")
  func refusals() throws {
    try #require(try make(card).status == 0)
    let terminal = try terminal("till")
    for left in (1..<8).reversed() {
      let wrong = try pay(1_000, at: terminal, pin: "wrong")
      #expect(wrong.status == 1 && wrong.errors.contains("\(left) tr"), "\(wrong.errors)")
    }
    let last = try pay(1_000, at: terminal, pin: "wrong")
    #expect(last.status == 1 && last.errors.contains("takes this card no more"), "\(last.errors)")
    let late = try pay(1_000, at: terminal)
    #expect(late.status == 1 && late.errors.contains("takes this card no more"), "\(late.errors)")
    // It does not even ask.
    #expect(!late.errors.contains("Pay Rp"), "\(late.errors)")
    // Elsewhere it is still good: tries are counted by terminal.
    let other = try self.terminal("other till")
    #expect(try pay(1_000, at: other).status == 0)

    // The same card, said to be of another network.
    let honest = try UnopenedCard(text: folder.text(of: "card").trimmingCharacters(in: .newlines))
    let face = honest.face
    let foreign = UnopenedCard(
      face: UnopenedCard.Face(
        network: NetworkID(genesis: .zero), account: face.account, credential: face.credential, id: face.id,
        cost: face.cost, salt: face.salt), sealed: honest.sealed)
    folder.file("foreign", foreign.text + "\n")
    let stranger = try pay(1_000, at: other, card: folder.path("foreign"))
    #expect(stranger.status == 1 && stranger.errors.contains("of another network"), "\(stranger.errors)")
    folder.file("torn", String(folder.text(of: "card").dropLast(9)))
    let torn = try pay(1_000, at: other, card: folder.path("torn"))
    #expect(torn.status == 1 && torn.errors.contains("is no card"), "\(torn.errors)")

    try FileManager.default.removeItem(atPath: terminal + "/tries.cbor")
    let fresh = try pay(1_000, at: terminal)
    #expect(fresh.status == 1 && fresh.errors.contains("missing, altered or older"), "\(fresh.errors)")
    let anew = try run(
      "card", "terminal", "new", "--out", other, "--shop", Self.shop, "--node", country.url, "--network",
      country.network, "--witnesses", "0")
    #expect(anew.status == 1 && anew.errors.contains("is there already"), "\(anew.errors)")
    #expect(country.node.stop() == 0)
  }
}
