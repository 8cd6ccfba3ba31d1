import ArgumentParser
import Coding
import Glibc
import Platform
import Wallet

struct CardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "For people without a phone: a printed or NFC card that pays at a shop's terminal, with a PIN.",
    discussion: "A card is blocked with 'salur wallet credential remove NUMBER', at once and for good.",
    subcommands: [CardMake.self, CardShow.self, CardPay.self, CardTerminalCommand.self])
}

/// Where a PIN comes from: a file, or the person at the terminal.
struct PINOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("A file whose first line is the PIN. (default: asked for)", valueName: "FILE"),
    completion: .file())
  var pinFile: String?

  func entered() throws -> PIN {
    let text = try text(CardPhrase.pin)
    do throws(PINError) {
      return try PIN(text)
    } catch {
      throw Failure(error.phrase)
    }
  }

  /// For a new card; asked for twice.
  func chosen() throws -> NewPIN {
    let text = try text(CardPhrase.newPIN)
    let new: NewPIN
    do throws(PINError) {
      new = try NewPIN(text)
    } catch {
      throw Failure(error.phrase)
    }
    guard try pinFile != nil || self.text(CardPhrase.pinAgain) == text else { throw Failure(CardPhrase.pinsDiffer) }
    return new
  }

  private func text(_ prompt: Phrase) throws -> String {
    if let pinFile { return try Passphrase.firstLine(of: pinFile) }
    // The card may come on the standard input; the PIN comes from the keyboard all the same.
    let keyboard = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard keyboard >= 0 else { throw UsageError(CardPhrase.pinMissing) }
    close(keyboard)
    return try Passphrase.ask(prompt, otherwise: CardPhrase.pinMissing)
  }
}

/// A card's text in a file.
enum CardFile {
  static func read(_ path: String) throws -> UnopenedCard {
    let text = try Passphrase.firstLine(of: path)
    do throws(CodingError) {
      return try UnopenedCard(text: text)
    } catch {
      throw Failure(CardPhrase.noCard(path, error))
    }
  }

  /// Puts a card into a new file; an existing one is never replaced.
  static func write(_ card: UnopenedCard, to path: String) throws {
    let line = card.text + "\n"
    if path == "-" { return try Output.write(Array(line.utf8), to: path) }
    let file = try File(path, .create)
    do throws(StorageError) {
      try file.write(Array(line.utf8), at: 0)
      try file.synchronise()
    } catch {
      try? Directory.remove(path)
      throw error
    }
  }
}
