import Foundation
import Glibc

/// Where a passphrase comes from: a file, the environment, or the person at the terminal.
enum Passphrase {
  static let variable = "SALUR_PASSPHRASE"

  /// - Parameter confirming: whether it is a new one, which is asked for twice.
  static func read(file: String?, confirming: Bool) throws -> String {
    let passphrase: String
    if let file {
      let bytes = try Input.bytes(of: file, limit: 4096)
      passphrase = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    } else if let value = ProcessInfo.processInfo.environment[variable] {
      passphrase = value
    } else {
      guard isatty(0) == 1 else { throw UsageError(WalletPhrase.noPassphrase) }
      passphrase = try ask(WalletPhrase.passphrase)
      if confirming, try ask(WalletPhrase.passphraseAgain) != passphrase { throw Failure(WalletPhrase.passphrasesDiffer) }
    }
    guard !confirming || passphrase.count >= 8 else { throw Failure(WalletPhrase.shortPassphrase) }
    return passphrase
  }

  private static func ask(_ prompt: Phrase) throws -> String {
    guard let line = getpass("\(prompt.indonesian) / \(prompt.english): ") else { throw UsageError(WalletPhrase.noPassphrase) }
    return String(cString: line)
  }
}
