import Journal
import Ledger
import Model
import Platform
import RecordEncryption
import Records
import Signing
import Storage
import Transparency
import Vault

extension Replica {
  /// Opens a node's directory for this process alone: newest good snapshot, then the journal through the same apply path
  /// that made it, every result compared.
  ///
  /// - Parameter master: what the vault's keys are wrapped with; nil takes the master key that the directory finds.
  public static func open(
    _ directory: DataDirectory, master: (any KeyWrapping)? = nil, lanes: PlatformLanes = PlatformLanes(),
    progress: (_ done: UInt64, _ of: UInt64) -> Void = { _, _ in }
  ) throws(EngineError) -> (Replica, RecoveryReport) {
    try open(directory, master: master, on: Media(), lanes: lanes, progress: progress)
  }

  /// What a node's files lie on: tests make them small, and break the disk.
  package struct Media: Sendable {
    package var segmentSize = Journal.segmentSize
    package var vaultFileSize = Vault.fileSize
    package var disk = Disk.real

    package init() {}
  }

  package static func open(
    _ directory: DataDirectory, master: (any KeyWrapping)? = nil, on media: Media, lanes: PlatformLanes,
    progress: (_ done: UInt64, _ of: UInt64) -> Void = { _, _ in }
  ) throws(EngineError) -> (Replica, RecoveryReport) {
    let genesis = try directory.readGenesis()
    let key = try directory.readLogKey()
    let journal = try openJournal(directory, network: genesis.network, on: media)
    let vault = try openVault(directory, network: genesis.network, master: master, on: media)
    if journal.lastHeight == nil {
      try requireNew(directory, vault)
      try writeGenesisBlock(genesis, journal, lanes: lanes)
    }
    var recovery = Recovery(genesis: genesis, journal: journal, vault: vault, lanes: lanes)
    var closed: [ClosedCycle] = []
    try recovery.run(snapshots: directory.snapshots, progress: progress) { _, cycles in
      closed.keep(cycles)
      return true
    }
    let replica = try Replica(
      directory: directory, genesis: genesis, media: media, lanes: lanes, journal: journal, vault: vault,
      signingKey: key, ledger: recovery.ledger, log: recovery.log, newest: recovery.newest!, closed: closed)
    try replica.forget(recovery.erasedSeals)
    try replica.dropOldSnapshots(startedFrom: recovery.report.snapshot)
    return (replica, recovery.report)
  }

  /// A journal without blocks beside what only blocks can have brought here is a lost one, not a new one.
  private static func requireNew(_ directory: DataDirectory, _ vault: Vault) throws(EngineError) {
    var witness: String?
    if vault.count > 0 { witness = directory.vault }
    do throws(StorageError) {
      if Directory.exists(directory.snapshots), try !Directory.names(in: directory.snapshots).isEmpty {
        witness = directory.snapshots
      }
    } catch {
      throw .storage(error)
    }
    guard let witness else { return }
    throw .damaged(
      "\(directory.journal) holds no block, but \(witness) is not empty: the journal has been lost. Put it back from a "
        + "copy; for a new network, initialise an empty directory")
  }

  private static func openJournal(
    _ directory: DataDirectory, network: NetworkID, on media: Media
  ) throws(EngineError) -> Journal {
    do throws(JournalError) {
      return try Journal(directory.journal, network: network, segmentSize: media.segmentSize, disk: media.disk)
    } catch {
      throw .journal(error)
    }
  }

  private static func openVault(
    _ directory: DataDirectory, network: NetworkID, master: (any KeyWrapping)?, on media: Media
  ) throws(EngineError) -> Vault {
    do throws(VaultError) {
      var found = master
      if found == nil { found = try directory.foundVaultKey() }
      return try Vault(
        directory.vault, network: network, master: found!, fileSize: media.vaultFileSize, disk: media.disk)
    } catch {
      throw .vault(error)
    }
  }

  private static func writeGenesisBlock(
    _ genesis: Genesis, _ journal: Journal, lanes: PlatformLanes
  ) throws(EngineError) {
    var ledger = Ledger(genesis: genesis)
    let output = BlockOutput()
    ledger.begin(genesis, lanes: lanes, into: output)
    let decided = output.decisions
    do throws(StorageError) {
      try decided.span.withUnsafeBytes { (decisions) throws(StorageError) in
        try journal.append(
          BlockContents(
            height: 0, time: genesis.time, commands: [], decisions: decisions, entries: output.entries))
      }
    } catch {
      throw .storage(error)
    }
  }
}
