import Coding
import Logging
import StorageSupport
import Synchronization
import Transparency
import Witness

/// A witness answering over HTTP in this process.
final class RunningWitness: Sendable {
  let key: NoteKey
  let service: WitnessService
  let witness: Witness
  let url: String
  private let serving: Task<Void, any Error>

  init(_ directory: WitnessDirectory, logs: [NoteKey], port: Int = 0) async throws {
    witness = try Witness(directory, logs: logs)
    key = witness.key
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let service = WitnessService(witness: witness, host: "127.0.0.1", port: port, logger: .quiet) { announce.yield($0) }
    self.service = service
    serving = Task { try await service.run() }
    var iterator = ports.makeAsyncIterator()
    url = "http://127.0.0.1:\(await iterator.next() ?? 0)"
  }

  func stop() async {
    await service.stop()
    _ = try? await serving.value
  }
}

extension WitnessDirectory {
  /// A new witness under a name.
  static func made(in folder: TemporaryDirectory, _ name: String) throws -> (WitnessDirectory, NoteKey) {
    let directory = WitnessDirectory("\(folder.path)/\(name)")
    return (directory, try directory.initialise(name: Text("witness.test/\(name)")))
  }
}

extension Logger {
  static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
