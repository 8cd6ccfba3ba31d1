import Coding
import Model
import Platform
import Presentation
import Sealing
import Signing
import Wallet

/// A wallet on disk: the sealed key and the settings, beside what it remembers of the log.
struct WalletFolder {
  let memory: LogFolder
  private(set) var settings: Settings
  private let box: PassphraseBox
  private let kind: SigningKey.Kind
  let did: String

  struct Settings {
    var node: String
    /// Nil until an account is known to be this key's.
    var account: AccountNumber?
    var credential: UInt16
  }

  var path: String { memory.path }
  private var file: String { path + "/wallet.json" }
  private var heardFile: String { path + "/heard" }

  private static let context = Array("salur/wallet/v1".utf8)

  init(creating path: String, _ settings: Settings, log: TrustedLog, key: SigningKey, passphrase: String) throws {
    memory = LogFolder(path: path)
    self.settings = settings
    kind = key.kind
    did = key.did
    guard !Directory.exists(path + "/wallet.json") else { throw Failure(WalletPhrase.isThere(path)) }
    box = try PassphraseBox(sealing: key.privateBytes, passphrase: passphrase, context: Self.context)
    try Directory.create(path)
    try memory.remember(log)
    try save()
  }

  init(_ path: String) throws {
    memory = LogFolder(path: path)
    let file = path + "/wallet.json"
    guard Directory.exists(file) else { throw Failure(WalletPhrase.isNot(path)) }
    let json: JSON
    do {
      json = try JSONReader.read(try Input.bytes(of: file, limit: 1 << 16))
    } catch let error as JSONError {
      throw error.failure(in: file)
    }
    guard json["salur-wallet"] == .int(1), case .string(let node)? = json["node"],
      case .string(let did)? = json["did"], case .string(let kindName)? = json["kind"],
      let kind = SigningKey.Kind(name: kindName), case .int(let credential)? = json["credential"],
      let credential = UInt16(exactly: credential), let box = PassphraseBox(json["key"])
    else { throw Failure(WalletPhrase.damaged(file)) }
    let account: AccountNumber?
    if case .string(let name)? = json["account"] {
      account = AccountName(parsing: name)?.account
    } else {
      account = nil
    }
    (self.box, self.kind, self.did) = (box, kind, did)
    settings = Settings(node: node, account: account, credential: credential)
  }

  func key(passphrase: String) throws -> SigningKey {
    do {
      return try SigningKey(kind, privateBytes: try box.open(passphrase: passphrase, context: Self.context))
    } catch is PassphraseError {
      throw Failure(WalletPhrase.wrongPassphrase)
    }
  }

  mutating func set(_ settings: Settings) throws {
    self.settings = settings
    try save()
  }

  private func save() throws {
    let json: JSON = [
      "salur-wallet": 1, "node": .string(settings.node), "did": .string(did), "kind": .string(kind.name),
      "account": JSON(settings.account) { $0.json }, "credential": JSON(settings.credential), "key": box.json,
    ]
    try memory.put(Array((json.pretty + "\n").utf8), in: file)
  }

  // MARK: Events

  /// How far the account has been followed; nil where it never was.
  func heard() throws -> HeardEvents? {
    guard Directory.exists(heardFile) else { return nil }
    let text = String(decoding: try File.contents(of: heardFile, limit: 64), as: UTF8.self)
    guard let heard = HeardEvents(text: text.prefix { $0 != "\n" }) else {
      throw Failure(WalletPhrase.badHeard(heardFile))
    }
    return heard
  }

  func set(_ heard: HeardEvents) throws {
    try memory.put(Array("\(heard.text)\n".utf8), in: heardFile)
  }
}
