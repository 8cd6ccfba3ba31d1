import Coding
import Hummingbird
import Identity
import Logging
import Model
import Platform
import Presentation
import Signing

/// The registration service over HTTP, in three calls: `POST /v1/challenges`, `POST /v1/enrolments`,
/// `POST /v1/enrolments/ID/proof`. `docs/IDENTITY.md` has their members.
public struct EnrolmentRoutes: IdentityRoutes {
  /// A presentation and a chain of certificates, in base64.
  public static let maximumBytes = 192 << 10
  private let desk: EnrolmentDesk
  private let logger: Logger

  public init(_ desk: EnrolmentDesk, logger: Logger) {
    self.desk = desk
    self.logger = logger
  }

  public func add(to router: Router<BasicRequestContext>) {
    router.post("v1/challenges") { request, _ in
      _ = try await request.bytes(limit: 0)
      let configuration = desk.configuration
      return Response([
        "challenge": .string(try await desk.challenge().description), "network": configuration.genesis.network.json,
        "audience": .string(configuration.audience), "seconds": JSON(Challenges.life),
        "claims": .array(EnrolmentCredential.needed.map { .string($0.rawValue) }),
        "issuers": .array(configuration.issuers.map { .string($0.name) }),
      ])
    }
    router.post("v1/enrolments") { request, _ in
      let body = try await request.object(
        ["challenge", "key", "passkey", "presentation", "android", "apple"], limit: Self.maximumBytes)
      let begun = try await desk.begin(
        try body.text("presentation"), challenge: try body.digest("challenge"), key: try body.key(),
        attestation: try body.attestation())
      return Response([
        "enrolment": .string(begun.id.description), "payload": .string(Base64.encodeURL(begun.payload)),
        "tier": .string("\(begun.tier)"), "seconds": JSON(PendingEnrolments.life),
      ])
    }
    router.post("v1/enrolments/:enrolment/proof") { request, context in
      guard let id = context.parameters.get("enrolment").flatMap({ try? Digest(hex: $0) }) else {
        throw IdentityProblem.unknownEnrolment
      }
      let body = try await request.object(["proof"], limit: 4 << 10)
      let done = try await desk.finish(id, proof: try body.bytes("proof"))
      logger.notice("enrolled", metadata: ["tier": "\(done.tier)"])
      return Response([
        "account": done.account.json, "entry": JSON(done.entry), "tier": .string("\(done.tier)"),
        "receipt": JSON(reflecting: done.receipt), "isCosigned": .bool(done.isCosigned),
      ])
    }
  }
}

extension BodyObject {
  fileprivate func digest(_ name: String) throws(IdentityProblem) -> Digest {
    guard let digest = try? Digest(hex: try text(name)) else { throw Self.wrong(name) }
    return digest
  }

  fileprivate func bytes(_ name: String) throws(IdentityProblem) -> [UInt8] {
    guard let bytes = try? Base64.decodeURL(try text(name)) else { throw Self.wrong(name) }
    return bytes
  }

  /// The key to be registered; with `"passkey": true` one that signs as WebAuthn does.
  fileprivate func key() throws(IdentityProblem) -> PublicKey {
    guard let key = try? PublicKey(did: try text("key")) else { throw Self.wrong("key") }
    switch json["passkey"] {
    case nil, .bool(false)?: return key
    case .bool(true)?:
      guard case .p256(let point) = key else { throw Self.wrong("key") }
      return .webAuthn(point)
    default: throw Self.wrong("passkey")
    }
  }

  /// `"android": [certificate, …]`, leaf first, or `"apple": object`, in base64url.
  fileprivate func attestation() throws(IdentityProblem) -> DeviceAttestation? {
    switch (json["android"], json["apple"]) {
    case (nil, nil): return nil
    case (.array(let texts)?, nil):
      guard texts.count <= 8 else { throw Self.wrong("android") }
      var certificates: [[UInt8]] = []
      for text in texts {
        guard case .string(let text) = text, let bytes = try? Base64.decodeURL(text) else {
          throw Self.wrong("android")
        }
        certificates.append(bytes)
      }
      return .android(certificates)
    case (nil, .string?): return .apple(try bytes("apple"))
    default: throw Self.wrong("attestation")
    }
  }
}
