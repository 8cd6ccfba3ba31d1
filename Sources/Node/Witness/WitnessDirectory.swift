import Coding
import Platform
import Signing
import Storage
import Transparency

/// Where a witness keeps its key and, for each log, the last head it cosigned.
public struct WitnessDirectory: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  var keyFile: String { path + "/witness.key" }
  var verifierFile: String { path + "/witness.pub" }
  var logs: String { path + "/logs" }

  /// The file with the last head of a log that was cosigned: the note itself, signed by both.
  func file(ofLog origin: Text) -> String { "\(logs)/\(Hex.encode(SHA256.hash(origin.utf8).bytes))" }

  public var isInitialised: Bool { Directory.exists(keyFile) }

  /// Makes a witness under a name, such as `witness.example/salur`.
  ///
  /// - Parameter signingKey: an Ed25519 key; a new one where it is left out.
  public func initialise(
    name: Text, key signingKey: SigningKey = .generate(.ed25519)
  ) throws(WitnessError) -> NoteKey {
    guard !isInitialised else { throw .alreadyInitialised(path) }
    guard case .ed25519(let point) = signingKey.publicKey else { preconditionFailure("witnesses sign with Ed25519") }
    let key: NoteKey
    do throws(NoteError) {
      key = try NoteKey(name: name, kind: .cosignatureV1, key: point)
    } catch {
      throw .key(error)
    }
    do throws(StorageError) {
      try Directory.create(logs)
      try File.replace(verifierFile, with: [UInt8]((key.verifierKey + "\n").utf8), permissions: 0o644)
      // The key comes last: with it the directory is whole.
      try File.replace(keyFile, with: signingKey.privateBytes)
    } catch {
      throw .storage(error)
    }
    return key
  }

  /// The key others know the witness by.
  public func verifierKey() throws(WitnessError) -> NoteKey {
    guard isInitialised else { throw .notInitialised(path) }
    do {
      let text = String(decoding: try File.contents(of: verifierFile, limit: 4096), as: UTF8.self)
      return try NoteKey(verifierKey: String(text.prefix { $0 != "\n" }))
    } catch let error as NoteError {
      throw .key(error)
    } catch {
      throw .storage(error as! StorageError)
    }
  }

  func signingKey(of key: NoteKey) throws(WitnessError) -> SigningKey {
    let bytes: [UInt8]
    do throws(StorageError) {
      bytes = try File.contents(of: keyFile, limit: 64)
    } catch {
      throw .storage(error)
    }
    guard let signingKey = try? SigningKey(.ed25519, privateBytes: bytes), signingKey.publicKey == .ed25519(key.key)
    else {
      throw .damaged("\(keyFile) is not the private key of \(verifierFile)")
    }
    return signingKey
  }
}

/// Why a witness cannot start.
public enum WitnessError: Error, Sendable {
  case storage(StorageError)
  case key(NoteError)
  case notInitialised(String)
  case alreadyInitialised(String)
  case damaged(String)
}

extension WitnessError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .storage(let error): error.description
    case .key(let error): error.description
    case .notInitialised(let path):
      "\(path) holds no witness: make one with `salur witness new --data \(path) --name NAME`"
    case .alreadyInitialised(let path): "\(path) already holds a witness: choose another directory, or run that one"
    case .damaged(let what): what
    }
  }
}
