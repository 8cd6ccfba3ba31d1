import ArgumentParser
import Coding
import Documents
import Engine
import Model
import Platform
import Presentation
import Signing
import Transparency

struct NodeInit: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Starts a network: a data directory from a genesis document.",
    discussion: """
      Where the document counts an agency's officers instead of listing their keys, the keys are read from \
      KEYS/AGENCY-N.key, N from 1; those that are not there are made. Where it names no log key, one is made.
      """)

  @OptionGroup var data: DataOption

  @Option(
    help: ArgumentHelp("The genesis document, as YAML.", valueName: "FILE"),
    completion: .file(extensions: ["yaml", "yml"]))
  var genesis: String

  @Option(help: ArgumentHelp("The folder of officers' key files.", valueName: "KEYS"), completion: .directory)
  var keys: String?

  @Option(
    name: .customLong("log-key"),
    help: ArgumentHelp("The key file of the log key that the document names.", valueName: "FILE"), completion: .file())
  var logKey: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    guard !data.directory.isInitialised else { throw EngineError.alreadyInitialised(data.data) }
    let logKey = try logKey.map { try KeyFile($0).key } ?? .generate(.ed25519)
    let officers = try OfficerKeys(folder: keys)
    let genesis = try read(logKey, officers)
    if keys == nil, !officers.made.isEmpty { throw Failure(NodePhrase.noKeys(self.genesis)) }
    guard case .ed25519(let point) = logKey.publicKey,
      try NoteKey(verifierKey: genesis.logKey.string).key == point
    else { throw Failure(NodePhrase.wrongLogKey(self.genesis)) }
    try officers.save()
    try data.directory.initialise(genesis, logKey: logKey)
    if console.isJSON {
      return console.answer([
        "data": .string(data.data), "origin": genesis.origin.json, "network": genesis.network.json,
        "agencies": JSON(genesis.agencies.count), "logKey": genesis.logKey.json,
        "keysMade": .array(officers.made.map { .string($0) }),
      ])
    }
    console.say(NodePhrase.initialised(data.data, genesis))
    if let keys, !officers.made.isEmpty { console.say(NodePhrase.keysMade(officers.made.count, in: keys)) }
  }

  /// The log's key is known by the network's own name, which stands in the document.
  private func read(_ logKey: SigningKey, _ officers: OfficerKeys) throws -> Genesis {
    let bytes = try Input.bytes(of: genesis)
    let name = Input.name(of: genesis)
    func document(origin: Text) throws -> Genesis {
      let keys = GenesisKeys(
        point: { try? P256Point(compressed: $0) },
        officer: { officers.key(of: $0.string, $1) },
        log: self.logKey == nil ? { Self.verifierKey(origin, logKey) } : nil)
      return try GenesisDocument(file: name, bytes: bytes, keys: keys).genesis
    }
    return try document(origin: try document(origin: "salur").origin)
  }

  private static func verifierKey(_ origin: Text, _ key: SigningKey) -> Text {
    guard case .ed25519(let point) = key.publicKey,
      let note = try? NoteKey(name: origin, kind: .ed25519, key: point)
    else { return "" }
    return Text(note.verifierKey)
  }
}

/// Officers' keys by the names of their files: those that are there, and new ones for those that are not.
final class OfficerKeys {
  private let folder: String?
  private var keys: [String: SigningKey] = [:]
  /// Files to write, in the order they were asked for.
  private(set) var made: [String] = []

  init(folder: String?) throws {
    self.folder = folder
    guard let folder, Directory.exists(folder) else { return }
    for name in try Directory.names(in: folder) where name.hasSuffix(".key") {
      keys[name] = try KeyFile(folder + "/" + name).key
    }
  }

  /// - Parameter index: of the officer, from 0.
  func key(of agency: String, _ index: Int) -> PublicKey {
    let name = "\(agency)-\(index + 1).key"
    if let key = keys[name] { return key.publicKey }
    let key = SigningKey.generate(.ed25519)
    keys[name] = key
    made.append(name)
    return key.publicKey
  }

  /// Writes the keys that were made, all of them into the folder and nowhere else.
  func save() throws {
    guard let folder, !made.isEmpty else { return }
    try Directory.create(folder)
    for name in made {
      precondition(!name.contains("/"), "agencies have names that files may have")
      _ = try KeyFile(creating: folder + "/" + name, keys[name]!)
    }
  }
}
