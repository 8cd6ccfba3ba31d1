import ArgumentParser
import Coding
import Identity
import Model
import Platform
import Presentation
import Signing

struct IdentityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity",
    abstract: "Enrolment: credentials from the identity authority, and nullifiers that two agencies make together.",
    subcommands: [
      IdentityIssue.self, IdentityPresent.self, IdentityVerify.self, IdentityEvaluator.self, IdentityEvaluate.self,
      IdentityNullifier.self, IdentityServiceCommand.self, IdentityMock.self, IdentityDIDWeb.self,
    ])
}

extension CredentialError: SpeakingError {}
extension PresentationError: SpeakingError {}
extension EvaluatorError: SpeakingError {}
extension EvaluatorFolderError: SpeakingError {}
extension NullifierError: SpeakingError {}
extension NationalNumberError: SpeakingError {}

extension PublicKey {
  /// A key somebody named with an option.
  init(_ option: String, did: String) throws(UsageError) {
    do throws(CodingError) {
      try self.init(did: did)
    } catch {
      throw UsageError(IdentityPhrase.noDID(option, did, error))
    }
  }
}

extension P256Point {
  /// A P-256 key somebody named with an option: credentials are signed with no other kind.
  init(_ option: String, did: String) throws(UsageError) {
    guard case .p256(let point) = try PublicKey(option, did: did) else {
      throw UsageError(IdentityPhrase.notP256(option))
    }
    self = point
  }
}

extension NetworkID {
  init(_ option: String, hex: String) throws(UsageError) {
    guard let genesis = try? Digest(hex: hex) else { throw UsageError(WalletPhrase.noNetwork(hex)) }
    self.init(genesis: genesis)
  }
}

/// The question a presentation answers: as the verifier wrote it, or as registration derives it from a challenge and the key
/// to be registered.
struct NonceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The verifier's question.", valueName: "TEXT"))
  var nonce: String?

  @Option(help: ArgumentHelp("The registration service's challenge, 64 hexadecimal digits.", valueName: "HEX"))
  var challenge: String?

  @Option(help: ArgumentHelp("The network's id, with --challenge.", valueName: "ID"))
  var network: String?

  /// - Parameter key: the one to be registered.
  func nonce(for key: PublicKey?) throws -> String {
    switch (nonce, challenge, network, key) {
    case (let nonce?, nil, nil, _): return nonce
    case (nil, let challenge?, let network?, let key?):
      guard let challenge = try? Digest(hex: challenge) else { throw UsageError(IdentityPhrase.noChallenge(challenge)) }
      return Registrar.nonce(challenge, key: key, network: try NetworkID("--network", hex: network))
    default: throw UsageError(IdentityPhrase.whichNonce)
    }
  }
}

/// Files of credentials, presentations and agencies' answers. None that is there is replaced.
enum IdentityFile {
  /// A credential or presentation.
  static func text(of path: String) throws -> String {
    let bytes = try Input.bytes(of: path, limit: UnverifiedCredential.maximumBytes + 1)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw CredentialError.shape }
    return text.last == "\n" ? String(text.dropLast()) : text
  }

  /// One line; people may hand it on as text.
  static func write(_ text: String, to path: String) throws { try write(Array((text + "\n").utf8), to: path) }

  /// For its owner's eyes; whoever waits for the file finds it whole.
  static func write(_ bytes: [UInt8], to path: String) throws {
    if path == "-" { return OutputStream(1).write(String(decoding: bytes, as: UTF8.self)) }
    guard !Directory.exists(path) else {
      throw StorageError(.alreadyExists, cannot: "create", path: path, reason: "it is there already")
    }
    try File.replace(path, with: bytes)
  }
}

/// Now, in the seconds of JSON Web Tokens.
func nowSeconds() -> Int64 { SystemClock.nowMilliseconds() / 1000 }
