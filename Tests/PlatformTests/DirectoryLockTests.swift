import Glibc
import Platform
import StorageSupport
import Testing

@Suite struct DirectoryLockTests {
  let directory = TemporaryDirectory()

  @Test func refusesASecondHolder() throws {
    let lock = try DirectoryLock(directory.path)
    let error = #expect(throws: StorageError.self) { try DirectoryLock(directory.path) }
    #expect(error?.kind == .locked)
    #expect(
      error?.description
        == "cannot use \(directory.path): process \(getpid()) is using it; stop the other process first")
    withExtendedLifetime(lock) {}
  }

  @Test func refusesOtherProcessesUntilItGoes() throws {
    var lock: DirectoryLock? = try DirectoryLock(directory.path)
    #expect(try !canLockFromOutside())
    #expect(lock != nil)
    lock = nil
    #expect(try canLockFromOutside())
    _ = try DirectoryLock(directory.path)
  }

  @Test func needsTheDirectory() {
    let error = #expect(throws: StorageError.self) { try DirectoryLock(directory.path + "/missing") }
    #expect(error?.kind == .notFound)
  }

  /// Asks flock(1), another process, to take the lock.
  private func canLockFromOutside() throws -> Bool {
    let words = ["flock", "--exclusive", "--nonblock", directory.path + "/LOCK", "true"]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    try #require(posix_spawnp(&process, "flock", nil, nil, &arguments, environ) == 0)
    var status: Int32 = 0
    try #require(waitpid(process, &status, 0) == process)
    return status == 0
  }
}
