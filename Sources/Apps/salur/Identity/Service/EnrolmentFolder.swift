import Coding
import Foundation
import Identity
import IdentityService
import Model
import Platform
import Presentation
import Signing
import Transparency
import Wallet

/// A registration service on disk: its settings in `service.json`, the network's document, and how far the log was
/// believed. Nothing about people.
///
/// Keys stay where they are; the settings name the officer's key file.
struct EnrolmentFolder {
  let path: String

  /// What `service.json` says.
  struct Settings {
    var node: String
    var audience: String
    var issuers: [TrustedIssuer]
    var registry: String
    var authority: AccountNumber
    var officer: String
    var keys: EvaluatorKeys
    var evaluators: [EvaluatorRole: String]
    var android: EnrolmentConfiguration.AndroidApp?
    /// The app, the file of Apple's root, and whether builds in development count.
    var apple: (application: String, root: String, isDevelopment: Bool)?
  }

  private var file: String { path + "/service.json" }
  private var genesisFile: String { path + "/genesis.cbor" }
  private var logFile: String { path + "/log.cbor" }

  init(_ path: String) { self.path = path }

  func create(_ settings: Settings, genesis: Genesis) throws {
    guard !Directory.exists(file) else { throw Failure(ServicePhrase.isThere(path)) }
    try Directory.create(path)
    try File.replace(genesisFile, with: genesis.encoded)
    try remember(try Self.newLog(genesis))
    try File.replace(file, with: Array((settings.json.pretty + "\n").utf8))
  }

  func open() throws -> (configuration: EnrolmentConfiguration, log: TrustedLog) {
    guard Directory.exists(file) else { throw Failure(ServicePhrase.isNot(path)) }
    let json: JSON
    do {
      json = try JSONReader.read(try Input.bytes(of: file, limit: 1 << 16))
    } catch let error as JSONError {
      throw error.failure(in: file)
    }
    let settings = try Settings(json, file: file)
    guard let genesis = try? Genesis(encoded: try File.contents(of: genesisFile, limit: Genesis.maximumBytes)) else {
      throw Failure(WalletPhrase.damaged(genesisFile))
    }
    guard let log = try? TrustedLog(encoded: try File.contents(of: logFile, limit: 1 << 18)),
      log.network == genesis.network
    else { throw Failure(WalletPhrase.damaged(logFile)) }
    let apple = try settings.apple.map { app in
      EnrolmentConfiguration.AppleApp(
        application: app.application, root: try Input.bytes(of: app.root, limit: 8 << 10),
        environment: app.isDevelopment ? .development : .production)
    }
    let configuration = EnrolmentConfiguration(
      genesis: genesis, node: settings.node, audience: settings.audience, issuers: settings.issuers,
      registry: settings.registry, authority: settings.authority, officer: try KeyFile(settings.officer).key,
      evaluatorKeys: settings.keys, evaluators: settings.evaluators, android: settings.android, apple: apple)
    return (configuration, log)
  }

  func remember(_ log: TrustedLog) throws { try File.replace(logFile, with: log.encoded) }

  private static func newLog(_ genesis: Genesis) throws -> TrustedLog {
    do throws(NoteError) {
      return try TrustedLog(genesis: genesis)
    } catch {
      throw UsageError(Phrase(error.description, error.description))
    }
  }
}

extension EnrolmentFolder.Settings {
  fileprivate var json: JSON {
    var members: [JSON.Member] = [
      .init(key: "salur-enrolment", value: 1), .init(key: "node", value: .string(node)),
      .init(key: "audience", value: .string(audience)), .init(key: "registry", value: .string(registry)),
      .init(
        key: "issuers",
        value: .array(
          issuers.map { issuer in
            guard case .known(let keys) = issuer.keys else { return ["name": .string(issuer.name)] }
            return [
              "name": .string(issuer.name),
              "keys": .array(keys.map { .string(DIDKey(.p256($0)).description) }),
            ]
          })),
      .init(key: "authority", value: authority.json), .init(key: "officer", value: .string(officer)),
      .init(
        key: "evaluators",
        value: [
          "version": JSON(keys.version), "first": evaluator(.first), "second": evaluator(.second),
        ]),
    ]
    if let android {
      members.append(
        .init(
          key: "android",
          value: [
            "package": .string(android.package),
            "signers": .array(android.signers.map(\.description).sorted().map { .string($0) }),
          ]))
    }
    if let apple {
      members.append(
        .init(
          key: "apple",
          value: [
            "application": .string(apple.application), "root": .string(apple.root),
            "development": .bool(apple.isDevelopment),
          ]))
    }
    return .object(members)
  }

  private func evaluator(_ role: EvaluatorRole) -> JSON {
    ["key": .string(keys[role].description), "url": .string(evaluators[role]!)]
  }

  fileprivate init(_ json: JSON, file: String) throws {
    func fail(_ member: String) -> Failure { Failure(ServicePhrase.damaged(file, member)) }
    func text(_ json: JSON?, _ member: String) throws -> String {
      guard case .string(let text)? = json?[member] else { throw fail(member) }
      return text
    }
    guard json["salur-enrolment"] == .int(1) else { throw fail("salur-enrolment") }
    func address(_ json: JSON?, _ member: String) throws -> String {
      guard let address = ServiceAddress(try text(json, member)) else { throw fail(member) }
      return address.url
    }
    node = try address(json, "node")
    audience = try text(json, "audience")
    registry = try address(json, "registry")
    officer = try text(json, "officer")
    guard let authority = AccountName(parsing: try text(json, "authority"))?.account else { throw fail("authority") }
    self.authority = authority
    // The registry is asked by the name that one issuer gave: another's could be somebody else's.
    guard case .array(let issuers)? = json["issuers"], issuers.count == 1 else { throw fail("issuers") }
    self.issuers = try issuers.map { issuer in
      let name = try text(issuer, "name")
      guard let keys = issuer["keys"] else {
        guard let did = try? DIDWeb(name) else { throw fail("issuers") }
        return TrustedIssuer(name: name, keys: .published(did))
      }
      guard case .array(let keys) = keys, (1...8).contains(keys.count) else { throw fail("keys") }
      let points = try keys.map { key -> P256Point in
        guard case .string(let did) = key, case .p256(let point)? = try? PublicKey(did: did) else { throw fail("keys") }
        return point
      }
      return TrustedIssuer(name: name, keys: .known(points))
    }
    let evaluators = json["evaluators"]
    guard case .int(let version)? = evaluators?["version"], let version = UInt8(exactly: version),
      let first = try? EvaluatorKey(hex: try text(evaluators?["first"], "key")),
      let second = try? EvaluatorKey(hex: try text(evaluators?["second"], "key")),
      let keys = EvaluatorKeys(version: version, first: first, second: second)
    else { throw fail("evaluators") }
    self.keys = keys
    self.evaluators = [
      .first: try address(evaluators?["first"], "url"), .second: try address(evaluators?["second"], "url"),
    ]
    if let app = json["android"] {
      guard case .array(let texts)? = app["signers"], !texts.isEmpty else { throw fail("signers") }
      let signers = try texts.map { text -> Digest in
        guard case .string(let text) = text, let digest = try? Digest(hex: text) else { throw fail("signers") }
        return digest
      }
      android = .init(package: try text(app, "package"), signers: Set(signers))
    }
    if let app = json["apple"] {
      guard case .bool(let isDevelopment)? = app["development"] else { throw fail("development") }
      apple = (try text(app, "application"), try text(app, "root"), isDevelopment)
    }
  }
}

/// Another service's address: https, or http on this machine; without a slash at its end.
struct ServiceAddress {
  let url: String

  init?(_ text: String) {
    let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard let parts = URLComponents(string: trimmed), let host = parts.host, !host.isEmpty, parts.user == nil,
      parts.query == nil, parts.fragment == nil,
      parts.scheme == "https" || parts.scheme == "http" && ["localhost", "127.0.0.1"].contains(host)
    else { return nil }
    url = trimmed
  }

  init(_ option: String, _ text: String) throws(UsageError) {
    guard let address = ServiceAddress(text) else { throw UsageError(ServicePhrase.badAddress(option)) }
    self = address
  }
}
