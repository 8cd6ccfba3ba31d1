import EngineSupport
import Foundation
import Service
import ServiceSupport
import StorageSupport
import Testing
import Transparency

/// Tests/Interoperability/tlog reads the log with the Go project's libraries and none of Salur's code.
@Suite("An independent reader")
struct InteroperabilityTests {
  @Test("verifies head, tiles, entries and growth of a running node's log", .enabled(if: Go.isInstalled, Go.notice))
  func reads() async throws {
    let folder = TemporaryDirectory()
    let program = folder.path + "/tlog"
    try #require(try await Go.build("tlog", to: program).status == 0)
    let (directory, witnessKey) = try WitnessRoundTests.directories(1, in: folder)
    let logKey = TestNode.noteKey()
    let node = try TestNode(witnesses: witnessKey)
    let witness = try await RunningWitness(directory[0], logs: [logKey])
    let service = try await TestService(
      node, witnesses: [try WitnessAddress(key: witnessKey[0], url: witness.url)])
    var former: String?
    for families in [0, 1, 250, 1_000, 0] as [UInt32] {
      try node.grow(families: families)
      let size = node.replica.logSize
      #expect(
        try await eventually {
          let (note, checkpoint) = try await service.checkpoint()
          return checkpoint.size == size && note.signatures.count == 2
        })
      let read = try await Go.run(program, [service.url, logKey.verifierKey] + (former.map { [$0] } ?? []))
      #expect(read.status == 0 && read.errors.contains("\(size) entries of"), "\(read.errors)")
      #expect(former == nil || read.errors.contains("continues the checkpoint of"))
      // It has the witness's cosignature, which is checked here.
      let note = try SignedNote(parsing: Array(read.output.utf8))
      #expect(note.signatures.last?.cosignedTime(of: note, by: witnessKey[0]) != nil)
      former = folder.path + "/former-\(size)"
      try Data(read.output.utf8).write(to: URL(fileURLWithPath: former!))
    }
    // A head of another history is told from one of this.
    var fork = TestLog(TestNode.origin)
    fork.grow(to: 40)
    let forged = folder.path + "/forged"
    try Data(fork.note(30).bytes).write(to: URL(fileURLWithPath: forged))
    #expect(try await Go.run(program, [service.url, logKey.verifierKey, forged]).status == 1)
    let other = TestLog.noteKey(TestNode.origin, TestLog(seed: "other").signingKey, .ed25519)
    #expect(try await Go.run(program, [service.url, other.verifierKey]).status == 1)
    await service.stop()
    await witness.stop()
  }
}

/// The Go toolchain, where the machine has it: Debian's golang-go and golang-golang-x-mod-dev.
enum Go {
  static let notice: Comment = "needs Debian's golang-go and golang-golang-x-mod-dev"
  private static let sources = "/usr/share/gocode"

  static var isInstalled: Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/go")
      && FileManager.default.fileExists(atPath: sources + "/src/golang.org/x/mod/sumdb/tlog")
  }

  struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Builds a program of Tests/Interoperability.
  static func build(_ name: String, to path: String) async throws -> Outcome {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Interoperability/\(name)")
    return try await run("/usr/bin/go", ["build", "-o", path, "."], in: folder)
  }

  static func run(_ program: String, _ arguments: [String], in folder: URL? = nil) async throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": "/tmp", "GO111MODULE": "off", "GOPATH": sources, "GOFLAGS": "",
      "GOCACHE": "/tmp/salur-go-cache",
    ]
    // Files, not pipes: neither side ever waits for the other.
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("salur-go-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["output", "errors"].map { scratch.appendingPathComponent($0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    let texts = files.map { (try? String(contentsOf: $0, encoding: .utf8)) ?? "" }
    return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
