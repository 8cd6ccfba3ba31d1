import Coding
import Platform
import Signing
import Transparency

/// Watches logs for others: cosigns a head only where it continues the last one it cosigned (C2SP tlog-witness).
///
/// What it has cosigned is durable before it is said, so no crash makes it say two things that do not go together.
public final class Witness: Sendable {
  public let key: NoteKey
  /// By origin.
  private let logs: [Text: WitnessedLog]
  private let byHash: [String: WitnessedLog]
  private let clock: @Sendable () -> UInt64
  private let lock: DirectoryLock

  /// Opens a witness's directory for this process alone.
  ///
  /// - Parameters:
  ///   - logs: the keys of the logs it cosigns, each named like its log's origin.
  ///   - clock: seconds of Unix time.
  public init(
    _ directory: WitnessDirectory, logs keys: [NoteKey],
    clock: @escaping @Sendable () -> UInt64 = { UInt64(max(0, SystemClock.nowMilliseconds() / 1000)) }
  ) throws(WitnessError) {
    key = try directory.verifierKey()
    self.clock = clock
    do throws(StorageError) {
      lock = try DirectoryLock(directory.path)
      try Directory.create(directory.logs)
    } catch {
      throw .storage(error)
    }
    let signingKey = try directory.signingKey(of: key)
    var logs: [Text: WitnessedLog] = [:]
    for log in keys {
      guard log.kind == .ed25519 else { throw .key(.wrongKind(log.name)) }
      guard logs[log.name] == nil else { throw .key(.duplicateKey(log.name)) }
      logs[log.name] = try WitnessedLog(log, in: directory, as: key, signingKey)
    }
    self.logs = logs
    byHash = Dictionary(
      uniqueKeysWithValues: logs.values.map { (Hex.encode(SHA256.hash($0.key.name.utf8).bytes), $0) })
  }

  /// Cosigns a head, or says why not: the body of `add-checkpoint`.
  public func cosign(_ body: [UInt8]) throws(CosigningRefusal) -> NoteSignature {
    let request: CosigningRequest
    let origin: Text
    do throws(NoteError) {
      request = try CosigningRequest(parsing: body)
      origin = try Checkpoint(parsing: request.note.text).origin
    } catch {
      throw .malformed(error)
    }
    guard let log = logs[origin] else { throw .unknownLog(origin) }
    return try log.cosign(request, now: clock())
  }

  /// The last head of a log that was cosigned, a note; nil for an unknown log or before the first.
  ///
  /// - Parameter hash: SHA-256 of the log's origin, in hexadecimal digits.
  public func checkpoint(ofLog hash: String) -> [UInt8]? { byHash[hash]?.note?.bytes }

  /// The size that was last cosigned, by origin, in their order.
  public var sizes: [(origin: Text, size: UInt64)] {
    logs.values.map { ($0.key.name, $0.checkpoint?.size ?? 0) }.sorted { $0.0 < $1.0 }
  }
}
