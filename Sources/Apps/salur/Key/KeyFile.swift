import Coding
import Model
import Platform
import Presentation
import Signing

/// A private key in a file only its owner may read: one JSON object with the key's kind and its 32 bytes.
struct KeyFile {
  let path: String
  let key: SigningKey

  private static let maximumBytes = 4_096

  /// Puts a key into a new file; an existing file is never replaced.
  init(creating path: String, _ key: SigningKey) throws {
    self.path = path
    self.key = key
    let json: JSON = [
      "salur-key": 1, "kind": .string(key.kind.name), "private": .string(Hex.encode(key.privateBytes)),
      "did": .string(key.did),
    ]
    let file = try File(path, .create)
    do throws(StorageError) {
      try file.write(Array((json.pretty + "\n").utf8), at: 0)
      try file.synchronise()
    } catch {
      // Half a key would only stand in the way.
      try? Directory.remove(path)
      throw error
    }
  }

  init(_ path: String) throws {
    self.path = path
    let json: JSON
    do {
      json = try JSONReader.read(try Input.bytes(of: path, limit: Self.maximumBytes))
    } catch let error as JSONError {
      throw error.failure(in: path)
    }
    guard json["salur-key"] == .int(1), case .string(let name)? = json["kind"],
      let kind = SigningKey.Kind(name: name), case .string(let digits)? = json["private"],
      let bytes = try? Hex.decode(digits), let key = try? SigningKey(kind, privateBytes: bytes)
    else { throw Failure(KeyPhrase.noKey(path)) }
    self.key = key
  }
}

extension SigningKey {
  /// The public key, as `did:key`.
  var did: String { DIDKey(publicKey).description }
}

extension SigningKey.Kind {
  var name: String {
    switch self {
    case .p256: "p256"
    case .ed25519: "ed25519"
    }
  }

  init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
