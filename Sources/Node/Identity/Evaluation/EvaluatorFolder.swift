import Coding
import Platform
import Presentation
import Sealing
import Signing

/// An agency's evaluator on disk: the key sealed under a passphrase, who may ask how much, and the log.
///
/// `evaluator.json` is the agency's to edit as far as officers and limits go.
public struct EvaluatorFolder: Sendable {
  public let path: String
  public let version: UInt8
  public let publicKey: EvaluatorKey
  public let officers: [PublicKey]
  public let limits: Evaluator.Limits
  private let box: PassphraseBox
  /// One process at a time: two would break the log's chain.
  private let lock: DirectoryLock

  private static let context = Array("salur/evaluator/v1".utf8)
  private static let maximumBytes = 1 << 20

  private static func settings(_ path: String) -> String { path + "/evaluator.json" }

  /// Makes a key in a folder that has none.
  public static func create(
    _ path: String, version: UInt8, officers: [PublicKey], limits: Evaluator.Limits, passphrase: String,
    logRounds: UInt8 = PassphraseBox.defaultLogRounds
  ) throws(EvaluatorFolderError) -> EvaluatorKey {
    let file = settings(path)
    guard !Directory.exists(file) else { throw .isThere(path) }
    let key = EvaluationKey.generate(version: version)
    do {
      let box = try PassphraseBox(
        sealing: key.privateBytes, passphrase: passphrase, context: context, logRounds: logRounds)
      let json: JSON = [
        "salur-evaluator": 1, "version": JSON(version), "public": .string(key.publicKey.description),
        "officers": .array(officers.map { .string(DIDKey($0).description) }), "perHour": JSON(limits.perHour),
        "perDay": JSON(limits.perDay), "key": box.json,
      ]
      try Directory.create(path)
      try File.replace(file, with: Array((json.pretty + "\n").utf8))
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      throw .cannotSeal
    }
    return key.publicKey
  }

  public init(_ path: String) throws(EvaluatorFolderError) {
    let file = Self.settings(path)
    guard Directory.exists(file) else { throw .isNot(path) }
    let bytes: [UInt8]
    do throws(StorageError) {
      lock = try DirectoryLock(path)
      bytes = try File.contents(of: file, limit: Self.maximumBytes)
    } catch {
      throw .storage(error)
    }
    guard let json = try? JSONReader.read(bytes), json["salur-evaluator"] == .int(1),
      case .int(let version)? = json["version"], let version = UInt8(exactly: version),
      case .string(let key)? = json["public"], let publicKey = try? EvaluatorKey(hex: key),
      case .array(let officers)? = json["officers"],
      case .int(let perHour)? = json["perHour"], case .int(let perDay)? = json["perDay"], perHour > 0,
      perDay >= perHour, perDay <= 1 << 20, let box = PassphraseBox(json["key"])
    else { throw .damaged(file) }
    self.officers = try officers.map { (officer) throws(EvaluatorFolderError) in
      guard case .string(let did) = officer, let key = try? PublicKey(did: did) else { throw .officer(file) }
      return key
    }
    self.path = path
    self.version = version
    self.publicKey = publicKey
    self.box = box
    limits = Evaluator.Limits(perHour: Int(perHour), perDay: Int(perDay))
  }

  /// The log alone: reading it takes no passphrase.
  public func log() throws(EvaluatorError) -> EvaluationLog { try EvaluationLog(path + "/evaluations.cbor") }

  public func open(passphrase: String) throws(EvaluatorFolderError) -> Evaluator {
    let file = Self.settings(path)
    let bytes: [UInt8]
    do throws(PassphraseError) {
      bytes = try box.open(passphrase: passphrase, context: Self.context)
    } catch {
      throw .passphrase(file)
    }
    guard let key = try? EvaluationKey(version: version, privateBytes: bytes), key.publicKey == publicKey else {
      throw .damaged(file)
    }
    do throws(EvaluatorError) {
      return Evaluator(key: key, officers: officers, limits: limits, log: try log())
    } catch {
      throw .evaluator(error)
    }
  }
}

/// Why an evaluator's folder cannot be made or opened.
public enum EvaluatorFolderError: Error, Equatable, Sendable {
  case isThere(String)
  case isNot(String)
  case damaged(String)
  /// An entry of `officers` is no `did:key`.
  case officer(String)
  /// Or the file was altered.
  case passphrase(String)
  case cannotSeal
  case storage(StorageError)
  case evaluator(EvaluatorError)
}
