import Foundation
import GRDB
import Model
import Signing

/// The read model: one SQLite file in which histories and regions' totals are looked up.
///
/// It is made of the journal's blocks alone and knows no more than they do: places of entries, never what is in them, and
/// public totals. The ledger never asks it anything. What it has reached is written in the same transaction as what it
/// has learnt, so it is whole after any crash.
public final class ViewStore: Sendable {
  public let path: String
  public let network: NetworkID
  let database: any DatabaseReader & DatabaseWriter

  /// Of the tables below and of how blocks are read into them. Another number makes the view be built again.
  static let version = 1

  /// Opens the view in a file; makes an empty one where there is none.
  public init(_ path: String, network: NetworkID) throws(ViewError) {
    self.path = path
    self.network = network
    database = try onDatabase {
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      configuration.prepareDatabase { db in
        try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; PRAGMA wal_autocheckpoint = 16384")
      }
      // Like all of a node's files it is its owner's alone; SQLite gives its other files the same permissions.
      if !FileManager.default.fileExists(atPath: path) {
        FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      }
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.write { db in try Self.prepare(db, network: network, path: path) }
      return pool
    }
  }

  /// The same for a look from outside, also while a node writes to it.
  public init(reading path: String, network: NetworkID) throws(ViewError) {
    self.path = path
    self.network = network
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path) }
    database = try onDatabase {
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read { db in try Self.check(db, network: network, path: path) }
      return queue
    }
  }

  /// Removes a view, so that it is built again.
  public static func remove(_ path: String) throws(ViewError) {
    try onDatabase {
      for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.removeItem(atPath: path + suffix)
      }
    }
  }

  /// The newest block in it; nil where it is empty.
  public func mark() throws(ViewError) -> ViewMark? {
    try onDatabase { try database.read { db in try Self.mark(db) } }
  }

  /// Lets go of the file.
  public func close() throws(ViewError) { try onDatabase { try database.close() } }

  static func mark(_ db: Database) throws -> ViewMark? {
    guard let row = try Row.fetchOne(db, sql: "SELECT height, entries, block FROM view WHERE height IS NOT NULL"),
      let block = Digest(bytes: [UInt8](row["block"] as Data))
    else { return nil }
    return ViewMark(height: unsigned(row["height"]), entries: unsigned(row["entries"]), block: block)
  }
}

/// SQLite's integers have a sign; the log's numbers stay far below it.
func unsigned(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }
func signed(_ value: UInt64) -> Int64 { Int64(clamping: value) }
