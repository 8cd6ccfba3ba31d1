import Coding
import Glibc
import Platform
import Signing
import Wallet

/// What anything that talks to nodes remembers of a log, in a folder: the last head it believed, a command whose answer is
/// not known, and evidence against nodes that lied.
struct LogFolder {
  let path: String

  private var logFile: String { path + "/log.cbor" }
  private var pendingFile: String { path + "/pending.cose" }

  /// A folder is read and paid from at once.
  static let suffix = "\(getpid()).new"

  /// Puts a file in the folder, at one stroke.
  func put(_ bytes: [UInt8], in file: String) throws(StorageError) {
    try File.replace(file, with: bytes, permissions: 0o600, by: Self.suffix)
  }

  /// The folder for one command alone, until the value goes.
  ///
  /// - Parameter busy: what another command is told meanwhile.
  func lock(_ busy: Phrase) throws -> DirectoryLock {
    do throws(StorageError) {
      return try DirectoryLock(path)
    } catch {
      guard error.kind == .locked else { throw error }
      throw Failure(busy)
    }
  }

  func log() throws -> TrustedLog {
    do {
      return try TrustedLog(encoded: try File.contents(of: logFile, limit: 1 << 18))
    } catch is CodingError {
      throw Failure(WalletPhrase.damaged(logFile))
    }
  }

  func remember(_ log: TrustedLog) throws { try put(log.encoded, in: logFile) }

  /// Keeps two heads that contradict each other; the file's name.
  func keep(_ evidence: Contradiction) throws -> String {
    let digest = SHA256.hash(evidence.earlier + evidence.later)
    let file = "\(path)/evidence-\(digest.description.prefix(16)).txt"
    try put(evidence.earlier + [UInt8(ascii: "\n")] + evidence.later, in: file)
    return file
  }

  /// The signed command that was sent, and whose answer never came.
  func pending() throws -> [UInt8]? {
    Directory.exists(pendingFile) ? try File.contents(of: pendingFile, limit: 1 << 18) : nil
  }

  func setPending(_ signed: [UInt8]?) throws {
    if let signed {
      try put(signed, in: pendingFile)
    } else if Directory.exists(pendingFile) {
      try Directory.remove(pendingFile)
    }
  }
}
