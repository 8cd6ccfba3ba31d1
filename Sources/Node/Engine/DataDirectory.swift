import Coding
import Model
import Platform
import RecordEncryption
import Records
import Signing
import Vault

/// Where a node keeps everything: the genesis document, its checkpoint key, and the folders of journal, vault and
/// snapshots.
public struct DataDirectory: Sendable {
  public let path: String
  /// The file of the vault's master key, where somebody chose one.
  public let vaultKeyFile: String?

  public init(_ path: String, vaultKeyFile: String? = nil) {
    self.path = path
    self.vaultKeyFile = vaultKeyFile
  }

  public var journal: String { path + "/journal" }
  public var vault: String { path + "/vault" }
  public var snapshots: String { path + "/snapshots" }
  /// The read model, which can be made again from the rest at any time.
  public var views: String { path + "/views.sqlite" }
  /// The newest head that enough witnesses have cosigned, a note: kept for the next start, and never needed.
  public var cosignedFile: String { path + "/cosigned" }
  var genesisFile: String { path + "/genesis.cbor" }
  var keyFile: String { path + "/log.key" }
  /// Where the vault's master key is, unless somebody keeps it elsewhere.
  public var ownVaultKeyFile: String { path + "/" + FileNames.vaultKey }

  /// The vault's master key, found as `MasterKey.find` says.
  public func vaultKey() throws(MasterKeyError) -> MasterKey {
    try MasterKey.find(chosen: vaultKeyFile, beside: ownVaultKeyFile)
  }

  /// Whether a node was ever initialised here.
  public var isInitialised: Bool { Directory.exists(genesisFile) }

  /// The network whose node this is, by its genesis document alone.
  public func network() throws(EngineError) -> NetworkID { try readGenesis().network }

  /// The document the network started from.
  public func genesis() throws(EngineError) -> Genesis { try readGenesis() }

  /// The newest checkpoint that was published, a signed note; nil before the first. Nothing is opened or locked.
  public func publishedCheckpoint() throws(EngineError) -> [UInt8]? {
    let file = journal + "/" + FileNames.acknowledged
    guard Directory.exists(file) else { return nil }
    let bytes = try read(file, limit: 2 * AlternatingSlots.slotByteCount)
    guard let value = AlternatingSlots.newest(in: bytes)?.value,
      let acknowledgement = try? Acknowledgement(encoded: value)
    else { throw .damaged("\(file) cannot be read") }
    return acknowledgement.checkpoint.isEmpty ? nil : acknowledgement.checkpoint
  }

  /// Writes a new network's document, the key that signs its checkpoints and, where nobody chose one, a master key for the
  /// vault.
  public func initialise(_ genesis: Genesis, logKey: SigningKey) throws(EngineError) {
    guard !isInitialised else { throw .alreadyInitialised(path) }
    guard case .ed25519 = logKey else { throw .damaged("the log's key must be an Ed25519 key") }
    guard genesis.encoded.count <= Genesis.maximumBytes else {
      throw .damaged(
        "the genesis document has more than \(Genesis.maximumBytes) bytes: name fewer officers or agencies")
    }
    do throws(StorageError) {
      try Directory.create(path)
    } catch {
      throw .storage(error)
    }
    try prepareVaultKey()
    do throws(StorageError) {
      try File.replace(keyFile, with: logKey.privateBytes, permissions: 0o600)
      try File.replace(genesisFile, with: genesis.encoded, permissions: 0o644)
    } catch {
      throw .storage(error)
    }
  }

  private func prepareVaultKey() throws(EngineError) {
    do throws(MasterKeyError) {
      if !MasterKey.isChosen(vaultKeyFile), !Directory.exists(ownVaultKeyFile) {
        try MasterKey.generate().write(to: ownVaultKeyFile)
      }
      // That it can be used is known before anything is sealed.
      _ = try vaultKey()
    } catch {
      throw .vault(.masterKey(error))
    }
  }

  func foundVaultKey() throws(VaultError) -> MasterKey {
    do throws(MasterKeyError) { return try vaultKey() } catch { throw .masterKey(error) }
  }

  func readGenesis() throws(EngineError) -> Genesis {
    guard isInitialised else { throw .notInitialised(path) }
    let bytes = try read(genesisFile, limit: Genesis.maximumBytes)
    do throws(CodingError) {
      return try Genesis(encoded: bytes)
    } catch {
      throw .damaged("\(genesisFile) is not a genesis document: \(error.description)")
    }
  }

  func readLogKey() throws(EngineError) -> SigningKey {
    let bytes = try read(keyFile, limit: 64)
    do throws(CodingError) {
      return try SigningKey(.ed25519, privateBytes: bytes)
    } catch {
      throw .damaged("\(keyFile) does not hold an Ed25519 key")
    }
  }

  private func read(_ file: String, limit: Int) throws(EngineError) -> [UInt8] {
    do throws(StorageError) {
      return try File.contents(of: file, limit: limit)
    } catch {
      throw .storage(error)
    }
  }
}
