import Foundation
import GRDB
import Model
import Signing

extension ViewStore {
  /// Makes the tables of an empty file, or checks that they are this network's and version's.
  static func prepare(_ db: Database, network: NetworkID, path: String) throws {
    if try db.tableExists("view") { return try check(db, network: network, path: path) }
    guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 else { throw ViewError.otherView(path) }
    try db.execute(sql: tables)
    try db.execute(
      sql: "INSERT INTO view (id, version, network) VALUES (1, ?, ?)", arguments: [version, Data(network.bytes)])
  }

  static func check(_ db: Database, network: NetworkID, path: String) throws {
    guard try db.tableExists("view"),
      let row = try Row.fetchOne(db, sql: "SELECT version, network FROM view"), row["version"] == version,
      row["network"] == Data(network.bytes)
    else { throw ViewError.otherView(path) }
  }

  private static let tables = """
    CREATE TABLE view (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      version INTEGER NOT NULL,
      network BLOB NOT NULL,
      height INTEGER,
      entries INTEGER,
      block BLOB
    );

    -- One entry of one account.
    CREATE TABLE entry (
      account INTEGER NOT NULL,
      entry INTEGER NOT NULL,
      PRIMARY KEY (account, entry)
    ) WITHOUT ROWID;

    -- Consecutive entries of accounts of one bucket of 4096, in ascending order: an account's entry is the first one's
    -- plus its rank.
    CREATE TABLE run (
      bucket INTEGER NOT NULL,
      first INTEGER NOT NULL,
      accounts BLOB NOT NULL,
      PRIMARY KEY (bucket, first)
    ) WITHOUT ROWID;

    -- A cycle, by its newest public notice.
    CREATE TABLE cycle (
      id INTEGER PRIMARY KEY,
      series TEXT NOT NULL,
      name TEXT NOT NULL,
      entry INTEGER NOT NULL,
      time INTEGER NOT NULL,
      notice BLOB NOT NULL,
      UNIQUE (series, name)
    );

    -- What is shown of a region in a closed cycle; of a withheld one nothing but that it is.
    CREATE TABLE region (
      cycle INTEGER NOT NULL,
      level INTEGER NOT NULL,
      region INTEGER NOT NULL,
      sum BLOB,
      step BLOB,
      PRIMARY KEY (cycle, level, region)
    ) WITHOUT ROWID;
    CREATE INDEX region_by_code ON region (region, cycle);
    """
}
