import Coding
import Engine
import Logging
import Model
import Outbound
import Platform
import Service
import Signing
import Transparency
import Witness

/// The demonstration's two witnesses: each keeps a directory of its own beside the node's files and answers over HTTP, as
/// `salur witness run` does. They cosign a head only where it continues the last one they cosigned, crash or not.
struct DemoWitnesses {
  private let replica: Replica
  private let policy: CheckpointPolicy
  private let running: [Running]
  private let client = OutboundClient()

  static let count = 2

  private struct Running {
    let address: WitnessAddress
    let service: WitnessService
    let serving: Task<Void, any Error>
  }

  /// Starts them; the first time each gets its directory.
  init(of replica: Replica, keys: DemoKeys) async throws {
    self.replica = replica
    let log = try NoteKey(verifierKey: replica.genesis.logKey.string)
    var running: [Running] = []
    for number in 1...Self.count {
      let directory = WitnessDirectory("\(replica.directory.path)/witnesses/\(number)")
      if !directory.isInitialised {
        _ = try directory.initialise(name: Self.name(number), key: Self.signingKey(number, keys))
      }
      running.append(try await Self.run(try Witness(directory, logs: [log])))
    }
    self.running = running
    policy = try CheckpointPolicy(log: log, witnesses: running.map(\.address.key), quorum: Self.count)
  }

  private static func run(_ witness: Witness) async throws -> Running {
    let (starts, started) = AsyncThrowingStream.makeStream(of: Int.self)
    let quiet = Logger(label: "witness") { _ in SwiftLogNoOpLogHandler() }
    let service = WitnessService(witness: witness, host: "127.0.0.1", port: 0, logger: quiet) { started.yield($0) }
    let serving = Task {
      do {
        try await service.run()
        started.finish()
      } catch {
        started.finish(throwing: error)
        throw error
      }
    }
    for try await port in starts {
      let address = try WitnessAddress(key: witness.key, url: "http://127.0.0.1:\(port)")
      return Running(address: address, service: service, serving: serving)
    }
    throw Failure("Saksi demo tidak dapat dijalankan.", "A witness of the demo could not be started.")
  }

  /// Publishes the log's head and has both cosign it. The head they signed lies in the node's directory, as a node's does.
  ///
  /// - Returns: how many have cosigned, their signatures verified.
  @discardableResult
  func cosign() async throws -> Int {
    let head = try replica.publishHead()
    var note = head.note
    for witness in running {
      do throws(WitnessProblem) {
        note.add(try await client.cosignature(of: head, by: witness.address, from: 0))
      } catch {
        let (name, reason) = (witness.address.key.name, error.description)
        throw Failure("Saksi \(name) tidak membenarkan: \(reason)", "The witness \(name) does not cosign: \(reason)")
      }
    }
    let verified = try VerifiedCheckpoint(discharging: note, policy: policy, verified: SignatureVerifier.verify)
    try File.replace(replica.directory.cosignedFile, with: note.bytes, permissions: 0o644)
    return verified.cosignatures.count
  }

  func stop() async {
    for witness in running {
      await witness.service.stop()
      _ = try? await witness.serving.value
    }
  }

  // MARK: Keys

  /// As genesis names them.
  static func verifierKeys(_ keys: DemoKeys) throws -> [Text] {
    try (1...count).map { number in
      guard case .ed25519(let point) = signingKey(number, keys).publicKey else {
        preconditionFailure("witnesses sign with Ed25519")
      }
      return Text(try NoteKey(name: name(number), kind: .cosignatureV1, key: point).verifierKey)
    }
  }

  private static func name(_ number: Int) -> Text { Text("witness-\(number).example/nusantara") }

  private static func signingKey(_ number: Int, _ keys: DemoKeys) -> SigningKey {
    keys.key(.ed25519, "witness/\(number)")
  }
}
