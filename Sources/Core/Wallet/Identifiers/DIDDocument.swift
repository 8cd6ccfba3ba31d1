import Coding
import Model
import Records
import Signing

/// What an account's identifier stands for (W3C DID Core 1.0): the keys that may act for it, and where to reach its
/// network. It follows from the state alone, so whoever holds a state proof derives the very same document.
public struct DIDDocument: Equatable, Sendable {
  public let identifier: AccountDID
  /// The account's live credentials, oldest first.
  public let methods: [Method]
  /// Where the network's people and programs meet it: the origins its parameters name.
  public let origins: [Text]
  /// Institutions also assert: facts, licences, registrations.
  public let isAgency: Bool
  /// Nobody can act for the account any more, or it has been erased. An account that waits for its holder is neither.
  public let isDeactivated: Bool

  public struct Method: Equatable, Sendable {
    public let credential: UInt16
    public let key: PublicKey
  }

  /// - Parameter state: must show the account, all its credentials and the registry; nil where it does not.
  public init?(account: AccountNumber, in state: ProvenState) {
    guard let head = state.account(account), let credentials = state.credentials(of: account),
      let registry = state.registry
    else { return nil }
    identifier = AccountDID(network: registry.network, account: account)
    isDeactivated = head.isErased || head.nextCredential > 0 && head.liveCredentials == 0
    isAgency = head.kind == 1
    methods =
      isDeactivated ? [] : credentials.filter(\.isLive).map { Method(credential: $0.number, key: $0.key) }
    origins = isDeactivated ? [] : registry.parameters.origins
  }
}

// MARK: - As JSON-LD

extension DIDDocument {
  /// The document's text, the same byte for byte for whoever derives it.
  public var json: String {
    var members = [
      JSONText.Member("@context", .list(Self.contexts.map { .string($0) })),
      .init("id", .string(identifier.description)),
    ]
    if !methods.isEmpty {
      let references = JSONText.list(methods.map { .string(methodID($0)) })
      members.append(.init("verificationMethod", .list(methods.map(json))))
      members.append(.init("authentication", references))
      members.append(.init("capabilityInvocation", references))
      if isAgency { members.append(.init("assertionMethod", references)) }
    }
    if !origins.isEmpty { members.append(.init("service", .list([service]))) }
    return JSONText.object(members).text
  }

  private static let contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]

  private func json(_ method: Method) -> JSONText {
    .object([
      .init("id", .string(methodID(method))), .init("type", .string("Multikey")),
      .init("controller", .string(identifier.description)),
      .init("publicKeyMultibase", .string(DIDKey(method.key).multibase)),
    ])
  }

  private var service: JSONText {
    .object([
      .init("id", .string("\(identifier)#ledger")), .init("type", .string("SalurLedger")),
      .init("serviceEndpoint", .list(origins.map { .string($0.string) })),
    ])
  }

  /// A credential's number is never given twice, so neither is this.
  private func methodID(_ method: Method) -> String { "\(identifier)#key-\(method.credential)" }
}
