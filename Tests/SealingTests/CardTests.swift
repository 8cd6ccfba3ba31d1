import Coding
import Model
import Platform
import Sealing
import Signing
import StorageSupport
import Testing
import Wallet

/// What is on a card, and what opens it.
@Suite struct CardTests {
  @Test func textAndBytesAreOne() throws {
    let card = try TestCard.make()
    #expect(try UnopenedCard(encoded: card.encoded) == card)
    #expect(try UnopenedCard(text: card.text) == card)
    #expect(card.text.hasPrefix("SLRC1:"))
    // Every field as large as it gets.
    let largest = UnopenedCard(
      face: UnopenedCard.Face(
        network: TestCard.network, account: AccountNumber(.max - 1), credential: .max, id: card.face.id, cost: 18,
        salt: card.face.salt), sealed: card.sealed)
    #expect(largest.encoded.count == UnopenedCard.maximumByteCount)
    #expect(try UnopenedCard(text: largest.text) == largest)
    #expect(card.encoded.count == 136)
    #expect(card.text.utf8.count == 210)
  }

  @Test func everyTruncationAndOneByteMoreIsRefused() throws {
    let card = try TestCard.make()
    for end in card.encoded.indices {
      #expect(throws: CodingError.self) { try UnopenedCard(encoded: Array(card.encoded.prefix(end))) }
    }
    #expect(throws: CodingError(.trailingBytes, at: card.encoded.count)) {
      try UnopenedCard(encoded: card.encoded + [0])
    }
    for end in card.text.utf8.indices {
      #expect(throws: CodingError.self) { try UnopenedCard(text: String(card.text[..<end])) }
    }
    for text in ["", "SLRC1:", "SLRC2:" + card.text.dropFirst(6), card.text + " ", card.text + "AAA"] {
      #expect(throws: CodingError.self) { try UnopenedCard(text: String(text)) }
    }
    // A letter joined to the prefix's last character is not the prefix.
    #expect(throws: CodingError.self) {
      try UnopenedCard(text: "SLRC1:\u{308}" + card.text.dropFirst(6))
    }
  }

  @Test func aCardWithAnyByteAlteredNeverOpens() throws {
    let card = try TestCard.make()
    _ = try OpenedCard.opening(card, TestCard.pin)
    var tried = 0
    for (index, change) in card.encoded.indices.flatMap({ index in [0x01, 0x80, 0xFF].map { (index, UInt8($0)) } }) {
      var altered = card.encoded
      altered[index] ^= change
      guard let altered = try? UnopenedCard(encoded: altered) else { continue }
      tried += 1
      #expect(throws: PINTriesError.wrong(left: 7), "byte \(index)") {
        _ = try OpenedCard.opening(altered, TestCard.pin)
      }
    }
    // Network, id, salt and sealed key at the least.
    #expect(tried >= 3 * (32 + 16 + 16 + 60))
  }

  @Test func hostileCostsAreRefusedBeforeAnythingIsComputed() throws {
    let card = try TestCard.make()
    let place = 1 + 1 + 34 + 2 + 1 + 17
    #expect(card.encoded[place] == 14)
    // 0x18 and beyond take a second byte; they are written in its place.
    let costs: [[UInt8]] = (0...23).map { [UInt8($0)] } + [[0x18, 24], [0x18, 63], [0x18, 255], [0x19, 255, 255]]
    for cost in costs {
      let bytes = Array(card.encoded[..<place]) + cost + card.encoded[(place + 1)...]
      if cost.count == 1, UnopenedCard.costs.contains(cost[0]) {
        #expect(try UnopenedCard(encoded: bytes).face.cost == cost[0])
      } else {
        #expect(throws: CodingError(.outOfRange, at: place)) { try UnopenedCard(encoded: bytes) }
      }
    }
  }

  @Test func whatIsSignedIsWhatWasShown() throws {
    let card = try TestCard.make()
    var shown: [(AccountNumber, Rupiah)] = []
    let payment = ShownPayment(to: AccountNumber(77), amount: 12_500) { shown.append(($0, $1)) }
    #expect(shown.count == 1 && shown[0] == (AccountNumber(77), Rupiah(12_500)))
    let opened = try OpenedCard.opening(card, TestCard.pin, for: payment)
    let key = opened.publicKey
    #expect(key == TestCard.key.publicKey)
    // From here on there is no opened card: the compiler refuses a second use.
    let signed = opened.pay(sequence: 4, validUntil: BlockTime(milliseconds: 99), nonce: .none)
    let unverified = try UnverifiedCommand(signed: signed)
    let command = unverified.command
    #expect(command.action == .pay(merchant: AccountNumber(77), amount: 12_500, basket: []))
    #expect(command.network == TestCard.network && command.account == TestCard.account)
    #expect(command.credential == TestCard.credential && command.sequence == 4)
    #expect(command.validUntil == BlockTime(milliseconds: 99))
    let message = try UnverifiedMessage(signed, maximumPayload: 1 << 10)
    let check = try message.signatureCheck(
      key: key, aad: Command.aad(network: TestCard.network), relyingParty: TestCard.relyingParty)
    #expect(SignatureVerifier.verify(check))
  }

  @Test func besideThePaymentItAsksOnlyForItsOwnState() throws {
    let opened = try OpenedCard.opening(try TestCard.make(), TestCard.pin)
    let (target, signed) = opened.stateRequest(from: 12, issued: BlockTime(milliseconds: 5), nonce: .none)
    #expect(target == "/v1/accounts/\(TestCard.account)/state?from=12")
    let request = try UnverifiedAccessRequest(signed: signed)
    #expect(
      request.defect(
        network: TestCard.network, method: "GET", target: Text(target), body: [], now: BlockTime(milliseconds: 5))
        == nil)
    #expect(
      SignatureVerifier.verify(
        try request.signatureCheck(key: opened.publicKey, relyingParty: TestCard.relyingParty)))
  }

  @Test func trivialPINsAreRefusedAtMaking() throws {
    let trivial = [
      "000000", "999999", "123456", "654321", "012345", "987654", "890123", "210987", "121212", "123123", "700700",
    ]
    for text in trivial { #expect(throws: PINError.trivial, "\(text)") { try NewPIN(text) } }
    for text in ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "12 456"] {
      #expect(throws: PINError.notSixDigits, "\(text)") { try NewPIN(text) }
    }
    for text in ["135790", "112233", "123457", "834027"] { #expect(try NewPIN(text).pin == PIN(text)) }
    // What is left to guess.
    let left = try (0..<1_000_000).count { number in
      let digits = String(number + 1_000_000).dropFirst()
      do throws(PINError) {
        _ = try NewPIN(String(digits))
        return true
      } catch {
        return false
      }
    }
    #expect(left == 998_890)
  }
}

enum TestCard {
  static let network = NetworkID(genesis: SHA256.hash([1]))
  static let account = AccountNumber(25)
  static let credential: UInt16 = 3
  static let key = SigningKey(.p256, seed: SHA256.hash([2]))
  static let pin = try! PIN("834027")
  static let relyingParty = WebAuthnRelyingParty(id: "localhost", origins: ["http://localhost"])
  static let payment = ShownPayment(to: AccountNumber(77), amount: 1) { _, _ in }

  /// As cheap as a card may be.
  static func make(id: CardID = CardID(bytes: SecureRandom.bytes(16))!) throws -> UnopenedCard {
    try UnopenedCard(
      sealing: key, under: NewPIN("834027"), network: network, account: account, credential: credential, id: id,
      cost: 14)
  }
}

extension OpenedCard {
  /// At a terminal where nothing was tried before.
  static func opening(
    _ card: UnopenedCard, _ pin: PIN, for payment: ShownPayment = TestCard.payment
  ) throws -> OpenedCard {
    let folder = TemporaryDirectory()
    defer { withExtendedLifetime(folder) {} }
    var tries = try PINTries(creating: folder.path)
    return try tries.open(card, pin, for: payment)
  }
}
