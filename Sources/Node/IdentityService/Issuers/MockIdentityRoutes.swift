import Coding
import Hummingbird
import Identity
import Model
import Platform
import Presentation
import Signing

/// A MOCK of the national identity app and of the registry behind it, for demonstrations and tests: it gives anybody the
/// credential of any of its made-up people, and tells their made-up numbers to whoever asks. No real network trusts it.
///
/// `POST /credential` `{"person": 1, "holder": "did:key:…"}`; `GET /families/SUBJECT`, as a real registry answers;
/// `GET /.well-known/did.json` with the issuer's key.
public struct MockIdentityRoutes: IdentityRoutes {
  public static let maximumBytes = 1 << 10
  private let mock: MockNationalIdentity
  private let document: IssuerDocument

  /// - Parameter host: under which others reach it, with its port.
  public init(seed: UInt64, families: Int, host: String) throws(DIDWebError) {
    let did = try DIDWeb(host: host)
    mock = MockNationalIdentity(seed: seed, families: families, name: did.description)
    document = IssuerDocument(subject: did, keys: [mock.issuer.publicKey])
  }

  public var issuer: String { mock.issuer.name }

  public func add(to router: Router<BasicRequestContext>) {
    router.get(".well-known/did.json") { _, _ in Response(document.json) }
    router.get("families/:subject") { _, context in
      let subject = context.parameters.get("subject") ?? ""
      guard let card = try? await mock.identity.family(subject) else { throw IdentityProblem.notFound }
      return Response([
        "numbers": .array(card.everyone.map { .string(String(decoding: $0.digits, as: UTF8.self)) })
      ])
    }
    router.post("credential") { request, _ in
      let body = try await request.object(["person", "holder"], limit: Self.maximumBytes)
      guard case .int(let person)? = body.json["person"], person >= 1, person <= Int64(mock.count) else {
        throw IdentityProblem.malformed(
          Phrase("'person' dari 1 sampai \(mock.count)", "'person' is from 1 to \(mock.count)"))
      }
      guard case .p256(let holder)? = try? PublicKey(did: try body.text("holder")) else {
        throw BodyObject.wrong("holder")
      }
      let text = mock.credential(
        of: Int(person) - 1, holder: holder, now: SystemClock.nowMilliseconds() / 1000)
      return Response(["mock": true, "credential": .string(text)])
    }
  }
}
