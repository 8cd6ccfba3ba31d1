import Coding
import Model
import Platform
import Presentation
import Sealing
import Wallet

/// A shop's card terminal on disk: whose it is, what it remembers of the log, and how often PINs were tried. It has no key.
struct TerminalFolder {
  let memory: LogFolder
  let settings: Settings

  struct Settings {
    let node: String
    let shop: AccountNumber
    /// The shop's name, as the node told it.
    let name: String
  }

  init(creating path: String, _ settings: Settings, log: TrustedLog) throws {
    memory = LogFolder(path: path)
    self.settings = settings
    guard !Directory.exists(path + "/terminal.json"), !Directory.exists(path + "/tries.cbor") else {
      throw Failure(CardPhrase.isThere(path))
    }
    try Directory.create(path)
    _ = try PINTries(creating: path)
    try memory.remember(log)
    let json: JSON = [
      "salur-terminal": 1, "node": .string(settings.node), "shop": settings.shop.json, "name": .string(settings.name),
    ]
    // Last: without it there is no terminal.
    try memory.put(Array((json.pretty + "\n").utf8), in: path + "/terminal.json")
  }

  init(_ path: String) throws {
    memory = LogFolder(path: path)
    let file = path + "/terminal.json"
    guard Directory.exists(file) else { throw Failure(CardPhrase.noTerminal(path)) }
    let json: JSON
    do {
      json = try JSONReader.read(try Input.bytes(of: file, limit: 1 << 16))
    } catch let error as JSONError {
      throw error.failure(in: file)
    }
    guard json["salur-terminal"] == .int(1), case .string(let node)? = json["node"],
      case .string(let shop)? = json["shop"], let shop = AccountName(parsing: shop)?.account,
      case .string(let name)? = json["name"]
    else { throw Failure(WalletPhrase.damaged(file)) }
    settings = Settings(node: node, shop: shop, name: name)
  }
}
