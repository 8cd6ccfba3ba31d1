/// What a node calls things in its data directory: the names on which whoever writes it and whoever audits it agree.
public enum FileNames {
  /// The genesis document, as deterministic CBOR.
  public static let genesis = "genesis.cbor"
  /// The folder of segments, and in it how far they have been promised: an `Acknowledgement` in `AlternatingSlots`.
  public static let journal = "journal"
  public static let acknowledged = "acknowledged"
  /// The folder of sealed bytes, and in it how far they are durable and the keys they are encrypted with.
  public static let vault = "vault"
  public static let synced = "synced"
  public static let keys = "keys"
  /// The master key that wraps those, where nobody keeps it elsewhere.
  public static let vaultKey = "vault.key"
  /// The folder of saved states: `4711.snapshot` is the state after block 4711.
  public static let snapshots = "snapshots"
  /// The folder that says who read what is private: a chain of `AccessRecord`s through numbered files.
  public static let access = "access"
  public static let snapshotSuffix = ".snapshot"
  /// Held by whoever writes in a folder; empty.
  public static let lock = "LOCK"
  /// A file that is still being made is called what it will be called, and this.
  public static let temporarySuffix = ".new"
}

extension FileHeader.Kind {
  /// Files of a kind are numbered from 1 without gaps: `00000001.segment`, `00000002.segment`, …
  public func fileName(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits + "." + suffix
  }

  /// The number in a file's name; nil where the file is not one of this kind.
  public func number(ofFile name: String) -> UInt64? {
    guard let number = UInt64(name.prefix { $0 != "." }), name.utf8.elementsEqual(fileName(number).utf8) else {
      return nil
    }
    return number
  }

  private var suffix: String {
    switch self {
    case .journal: "segment"
    case .vault: "vault"
    case .access: "access"
    }
  }
}
