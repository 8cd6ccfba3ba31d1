import Coding
import Model
import Platform
import Signing
import Wallet

/// A card that its PIN has opened, for the one payment its holder was shown. It signs that payment, once, and is gone
/// with it; beside it, nothing but the question how the account stands. Only `PINTries` opens one.
public struct OpenedCard: ~Copyable, Sendable {
  public let face: UnopenedCard.Face
  public let payment: ShownPayment
  private let key: SigningKey

  init(_ card: UnopenedCard, _ pin: PIN, for payment: ShownPayment) throws(PassphraseError) {
    key = try card.key(pin)
    face = card.face
    self.payment = payment
  }

  public var publicKey: PublicKey { key.publicKey }

  /// A signed request to read the card's own account: what the node answers proves the number the payment must have.
  ///
  /// - Parameter trusted: the size of the head the terminal believes already.
  public func stateRequest(
    from trusted: UInt64, issued: BlockTime, nonce: Salt
  ) -> (target: String, signed: [UInt8]) {
    let target = "/v1/accounts/\(face.account)/state?from=\(trusted)"
    let request = AccessRequest(
      network: face.network, account: face.account, credential: face.credential, method: "GET", target: Text(target),
      body: [], issued: issued, nonce: nonce)
    return (
      target, key.signedMessage(payload: request.encoded, aad: AccessRequest.aad(network: face.network))
    )
  }

  /// Signs the payment that was shown, and drops the key.
  ///
  /// - Parameter sequence: the next of the card's lane.
  public consuming func pay(sequence: UInt64, validUntil: BlockTime, nonce: Salt) -> [UInt8] {
    var lane = CommandLane(
      network: face.network, account: face.account, credential: face.credential, next: sequence)
    let command = lane.command(
      .pay(merchant: payment.merchant, amount: payment.amount, basket: []), validUntil: validUntil, nonce: nonce)
    return key.signedMessage(payload: command.encoded, aad: Command.aad(network: face.network))
  }
}

extension UnopenedCard {
  /// scrypt's cost of new cards: 128 MiB, and half a second or less on a terminal.
  public static let usualCost: UInt8 = 17

  /// Seals a key under a PIN.
  public init(
    sealing key: SigningKey, under new: NewPIN, network: NetworkID, account: AccountNumber, credential: UInt16,
    id: CardID = CardID(bytes: SecureRandom.bytes(16))!, cost: UInt8 = UnopenedCard.usualCost
  ) throws(PassphraseError) {
    precondition(key.kind == .p256, "a card carries a P-256 key")
    let face = Face(
      network: network, account: account, credential: credential, id: id, cost: cost,
      salt: Salt(SecureRandom.bytes(16))!)
    let box = try PassphraseBox(
      sealing: key.privateBytes, passphrase: new.pin.digits, context: face.context, logRounds: cost,
      salt: face.salt.bytes)
    self.init(face: face, sealed: box.sealed)
  }

  fileprivate func key(_ pin: PIN) throws(PassphraseError) -> SigningKey {
    guard let box = PassphraseBox(salt: face.salt.bytes, logRounds: face.cost, sealed: sealed) else {
      preconditionFailure("a card's caps are within a box's")
    }
    let bytes = try box.open(passphrase: pin.digits, context: face.context)
    do throws(CodingError) {
      return try SigningKey(.p256, privateBytes: bytes)
    } catch {
      throw .wrongPassphrase
    }
  }
}
