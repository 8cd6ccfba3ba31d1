import Coding
import Model
import Signing

/// One credential's side of its lane: it numbers commands and lays out the bytes to sign.
///
/// The phone and the server's tools build commands with this same code, so what is signed is what the ledger checks.
public struct CommandLane: Sendable {
  public let network: NetworkID
  public let account: AccountNumber
  public let credential: UInt16
  /// The number the next command gets: the ledger's, once every command before it is decided.
  public private(set) var next: UInt64

  public init(network: NetworkID, account: AccountNumber, credential: UInt16 = 0, next: UInt64 = 0) {
    self.network = network
    self.account = account
    self.credential = credential
    self.next = next
  }

  /// The lane's next command. Its number is used up once the ledger decides it; `skip` takes it back otherwise.
  public mutating func command(_ action: Action, validUntil: BlockTime, nonce: Salt) -> Command {
    defer { next += 1 }
    return Command(
      network: network, account: account, credential: credential, sequence: next, validUntil: validUntil,
      nonce: nonce, action: action)
  }

  /// The ledger dropped the last command: its number is free again.
  public mutating func takeBack() {
    precondition(next > 0, "no command to take back")
    next -= 1
  }
}

extension Command {
  /// What a command's signature is for.
  public static func aad(network: NetworkID) -> ExternalAAD { ExternalAAD("command", network: network) }
}
