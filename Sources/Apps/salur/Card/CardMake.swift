import ArgumentParser
import Coding
import Model
import Platform
import Presentation
import Sealing
import Signing
import Wallet

struct CardMake: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "make",
    abstract: "Makes a card for the account: a new key that the ledger accepts, sealed under the holder's PIN.",
    discussion: """
      By the account's owner, or by somebody at a counter with the owner's wallet. The file holds one line of text for \
      printing as a QR code or writing on an NFC tag; the key is nowhere else.
      """)

  @Option(help: ArgumentHelp("A name for your own eyes, at most 24 bytes; it is not on the card.", valueName: "TEXT"))
  var label: String

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The most in one payment; with --per-day.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var perPayment: Rupiah?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The most in one day; with --per-payment.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var perDay: Rupiah?

  @Option(help: ArgumentHelp("The file to write.", valueName: "FILE"), completion: .file())
  var out: String

  @OptionGroup var pin: PINOption
  @OptionGroup var wallet: WalletOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    try checkLabel(label)
    guard (perPayment == nil) == (perDay == nil) else { throw UsageError(CardPhrase.halfLimits) }
    guard out == "-" || !Directory.exists(out) else { throw Failure(CardPhrase.isThere(out)) }
    var session = try WalletSession(wallet, console)
    let account = try session.account()
    let new = try pin.chosen()
    let key = SigningKey.generate(.p256)
    let number = try await add(key, account, &session, console)
    let card: UnopenedCard
    do {
      if let limits { try await session.perform(.setLimits(credential: number, limits: limits)) }
      card = try UnopenedCard(
        sealing: key, under: new, network: session.network, account: account, credential: number)
      try CardFile.write(card, to: out)
    } catch {
      // A key whose card never came to be is nobody's.
      do {
        try await session.perform(.removeCredential(number: number))
      } catch {
        console.note(CardPhrase.leftOver(label))
      }
      throw error
    }
    if out == "-" { return }
    if console.isJSON { return console.answer(card.json(file: out)) }
    console.say(CardPhrase.made(out, card))
  }

  /// Has the ledger accept the key; the number it gets.
  private func add(
    _ key: SigningKey, _ account: AccountNumber, _ session: inout WalletSession, _ console: Console
  ) async throws -> UInt16 {
    do {
      try await session.perform(
        .addCredential(key: key.publicKey, use: .card, label: Text(label)),
        proof: key.possession(of: Possession.subject(account), network: session.network))
      let (state, _, _) = try await session.state()
      guard let credential = state.credentials(of: account)?.first(where: { $0.key == key.publicKey }) else {
        throw Failure(TrustError.leftOut.phrase)
      }
      return credential.number
    } catch let error as RejectedCommand {
      throw error
    } catch {
      console.note(CardPhrase.leftOver(label))
      throw error
    }
  }

  private var limits: SpendingLimits? {
    guard let perPayment, let perDay else { return nil }
    return SpendingLimits(perPayment: perPayment, perDay: perDay)
  }
}

extension WalletSession {
  /// Acts; the ledger's no is thrown.
  fileprivate mutating func perform(_ action: Action, proof: [UInt8] = []) async throws {
    let outcome = try await act(action, proof: proof)
    if let rejection = outcome.rejection { throw RejectedCommand(rejection, entry: outcome.entry) }
  }
}
