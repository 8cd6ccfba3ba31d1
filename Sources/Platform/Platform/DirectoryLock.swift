import Glibc

/// The exclusive use of a directory, until this value goes or the process ends, however it ends.
public final class DirectoryLock: Sendable {
  private let file: File

  /// Takes the directory; refused with the kind `locked` while anyone else, in this process or another, has it.
  public init(_ directory: String) throws(StorageError) {
    file = try File(directory + "/LOCK", .createOrUpdate)
    guard retrying({ flock(file.descriptor, LOCK_EX | LOCK_NB) }) == 0 else {
      guard errno == EWOULDBLOCK else { throw StorageError(cannot: "lock", path: directory) }
      throw StorageError(.locked, cannot: "use", path: directory, reason: DirectoryLock.holder(file))
    }
    // Who has it, for the message others get.
    try file.resize(0)
    try file.write([UInt8]("\(getpid())\n".utf8), at: 0)
  }

  /// Unlocks by name: a child process just being started may still hold a copy of the descriptor, and with it the lock.
  deinit { _ = flock(file.descriptor, LOCK_UN) }

  private static func holder(_ file: File) -> String {
    let bytes = (try? file.read(file.size, at: 0)) ?? []
    let process = Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    return process.map { "process \($0) is using it" } ?? "another process is using it"
  }
}
