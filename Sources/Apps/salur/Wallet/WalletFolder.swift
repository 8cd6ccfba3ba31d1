import Coding
import Glibc
import Model
import Platform
import Presentation
import Signing
import Wallet

/// A wallet on disk: the sealed key and the settings, what it remembers of the log, a command whose answer is not known, and
/// evidence against nodes that lied.
struct WalletFolder {
  let path: String
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

  private var file: String { path + "/wallet.json" }
  private var logFile: String { path + "/log.cbor" }
  private var pendingFile: String { path + "/pending.cose" }

  /// A wallet is watched and paid from at once.
  private static let suffix = "\(getpid()).new"

  private var heardFile: String { path + "/heard" }

  private static let context = Array("salur/wallet/v1".utf8)

  init(creating path: String, _ settings: Settings, log: TrustedLog, key: SigningKey, passphrase: String) throws {
    self.path = path
    self.settings = settings
    kind = key.kind
    did = key.did
    guard !Directory.exists(path + "/wallet.json") else { throw Failure(WalletPhrase.isThere(path)) }
    box = try PassphraseBox(sealing: key.privateBytes, passphrase: passphrase, context: Self.context)
    try Directory.create(path)
    try remember(log)
    try save()
  }

  init(_ path: String) throws {
    self.path = path
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

  /// The wallet for one command alone, until the value goes.
  func lock() throws -> DirectoryLock {
    do throws(StorageError) {
      return try DirectoryLock(path)
    } catch {
      guard error.kind == .locked else { throw error }
      throw Failure(WalletPhrase.isInUse(path))
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
    try File.replace(file, with: Array((json.pretty + "\n").utf8), permissions: 0o600, by: Self.suffix)
  }

  // MARK: The log

  func log() throws -> TrustedLog {
    do {
      return try TrustedLog(encoded: try File.contents(of: logFile, limit: 1 << 18))
    } catch is CodingError {
      throw Failure(WalletPhrase.damaged(logFile))
    }
  }

  func remember(_ log: TrustedLog) throws {
    try File.replace(logFile, with: log.encoded, permissions: 0o600, by: Self.suffix)
  }

  /// Keeps two heads that contradict each other; the file's name.
  func keep(_ evidence: Contradiction) throws -> String {
    let digest = SHA256.hash(evidence.earlier + evidence.later)
    let file = "\(path)/evidence-\(digest.description.prefix(16)).txt"
    try File.replace(
      file, with: evidence.earlier + [UInt8(ascii: "\n")] + evidence.later, permissions: 0o600, by: Self.suffix)
    return file
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
    try File.replace(heardFile, with: Array("\(heard.text)\n".utf8), permissions: 0o600, by: Self.suffix)
  }

  // MARK: A command without an answer

  /// The signed command that was sent, and whose answer never came.
  func pending() throws -> [UInt8]? {
    Directory.exists(pendingFile) ? try File.contents(of: pendingFile, limit: 1 << 18) : nil
  }

  func setPending(_ signed: [UInt8]?) throws {
    if let signed {
      try File.replace(pendingFile, with: signed, permissions: 0o600, by: Self.suffix)
    } else if Directory.exists(pendingFile) {
      try Directory.remove(pendingFile)
    }
  }
}

extension PassphraseBox {
  fileprivate var json: JSON {
    [
      "kdf": "scrypt", "logN": JSON(logRounds), "r": 8, "p": 1, "salt": .string(Hex.encode(salt)),
      "cipher": "AES-256-GCM", "sealed": .string(Hex.encode(sealed)),
    ]
  }

  fileprivate init?(_ json: JSON?) {
    guard case .int(let rounds)? = json?["logN"], let rounds = UInt8(exactly: rounds),
      case .string(let salt)? = json?["salt"], let salt = try? Hex.decode(salt),
      case .string(let sealed)? = json?["sealed"], let sealed = try? Hex.decode(sealed)
    else { return nil }
    self.init(salt: salt, logRounds: rounds, sealed: sealed)
  }
}
