import Coding
import Model
import Signing

/// An account's decentralized identifier (W3C DID Core 1.0): `did:salur:<network>:<account>`, the network as hexadecimal
/// digits, the account as people write it. There is one spelling of each.
public struct AccountDID: Hashable, Sendable {
  public let network: NetworkID
  public let account: AccountNumber

  public init(network: NetworkID, account: AccountNumber) {
    self.network = network
    self.account = account
  }

  /// Nil where the text is no such identifier, exactly as it is written here.
  public init?(parsing text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].elementsEqual("did".utf8), parts[1].elementsEqual("salur".utf8),
      let bytes = Self.bytes(hex: parts[2]), let network = NetworkID(bytes: bytes),
      let name = AccountName(parsing: String(decoding: parts[3], as: UTF8.self))
    else { return nil }
    self.init(network: network, account: name.account)
    guard description.utf8.elementsEqual(text.utf8) else { return nil }
  }

  private static func bytes(hex: Substring.UTF8View) -> [UInt8]? {
    do throws(CodingError) { return try Hex.decode(String(decoding: hex, as: UTF8.self)) } catch { return nil }
  }
}

extension AccountDID: CustomStringConvertible {
  public var description: String { "did:salur:\(network):\(AccountName(account).text)" }
}
