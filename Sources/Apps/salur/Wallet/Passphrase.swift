import Foundation
import Glibc

/// Where a passphrase comes from: a file, the environment, or the person at the terminal.
enum Passphrase {
  static let variable = "SALUR_PASSPHRASE"

  /// - Parameter confirming: whether it is a new one, which is asked for twice.
  static func read(file: String?, confirming: Bool) throws -> String {
    let passphrase: String
    if let file {
      passphrase = try firstLine(of: file)
    } else if let value = ProcessInfo.processInfo.environment[variable] {
      passphrase = value
    } else {
      guard isatty(0) == 1 else { throw UsageError(WalletPhrase.noPassphrase) }
      passphrase = try ask(WalletPhrase.passphrase)
      if confirming, try ask(WalletPhrase.passphraseAgain) != passphrase {
        throw Failure(WalletPhrase.passphrasesDiffer)
      }
    }
    guard !confirming || passphrase.count >= 8 else { throw Failure(WalletPhrase.shortPassphrase) }
    return passphrase
  }

  static func firstLine(of file: String) throws -> String {
    let bytes = try Input.bytes(of: file, limit: 4096)
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  /// Asks the person at the terminal, who does not see what is typed.
  static func ask(_ prompt: Phrase, otherwise missing: Phrase = WalletPhrase.noPassphrase) throws -> String {
    guard let line = getpass("\(prompt.indonesian) / \(prompt.english): ") else { throw UsageError(missing) }
    return String(cString: line)
  }
}
