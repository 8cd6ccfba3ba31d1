import Journal
import Model
import Platform
import Vault

/// Why a node cannot start, or must stop. What it acknowledged is safe in every case.
public enum EngineError: Error, Sendable {
  case storage(StorageError)
  case journal(JournalError)
  case vault(VaultError)
  case notInitialised(String)
  case alreadyInitialised(String)
  case damaged(String)
  /// The journal, run again, gives another result than the one it holds.
  case divergence(height: UInt64, String)
  /// The disk failed while a block was being written. Whether it counts is known after the next start.
  case unfinishedBlock(StorageError)
  /// It stopped accepting earlier, for this reason.
  case stopped(String)
}

extension EngineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .storage(let error): error.description
    case .journal(let error): error.description
    case .vault(let error): error.description
    case .notInitialised(let path):
      "\(path) holds no node: initialise one with `salur node init --data \(path) --genesis FILE`"
    case .alreadyInitialised(let path):
      "\(path) already holds a node: choose an empty directory, or run the one that is there"
    case .damaged(let what): what
    case .divergence(let height, let what):
      "block \(height) does not replay to what the journal holds: \(what); "
        + "use the program version that wrote it, or restore the data directory"
    case .unfinishedBlock(let error): error.description
    case .stopped(let reason): "the node has stopped accepting commands: \(reason)"
    }
  }
}
