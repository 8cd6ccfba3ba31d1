import Coding
import Identity
import Outbound
import Signing

/// An issuer whose credentials a registration service takes.
public struct TrustedIssuer: Sendable {
  /// The `iss` of its credentials.
  public let name: String
  public let keys: Keys

  public enum Keys: Sendable {
    /// One to eight, as somebody wrote them down.
    case known([P256Point])
    /// As the issuer publishes them.
    case published(DIDWeb)
  }

  public init(name: String, keys: Keys) {
    self.name = name
    self.keys = keys
  }
}

/// Learns what issuers publish of their keys.
public struct IssuerResolver: Sendable {
  private let client = OutboundClient(seconds: 10, maximumBytes: IssuerDocument.maximumBytes)

  public init() {}

  public func resolve(_ did: DIDWeb) async throws(IssuerError) -> IssuerDocument {
    let answer: OutboundAnswer
    do throws(OutboundError) {
      answer = try await client.get(did.url, headers: ["Accept": "application/did+json, application/json"])
    } catch {
      throw .unreachable(did.url, error)
    }
    guard answer.status == 200 else { throw .status(did.url, answer.status) }
    do throws(DIDWebError) {
      return try IssuerDocument(parsing: answer.body, of: did)
    } catch {
      throw .document(did.url, error)
    }
  }
}

/// Why an issuer's keys are not known.
public enum IssuerError: Error, Sendable {
  case unreachable(String, OutboundError)
  case status(String, Int)
  case document(String, DIDWebError)

  public var phrase: Phrase {
    switch self {
    case .unreachable(let url, let error):
      Phrase("\(url) tidak terjangkau: \(error.description)", "\(url) cannot be reached: \(error.description)")
    case .status(let url, let status):
      Phrase("\(url) menjawab dengan status \(status)", "\(url) answers with status \(status)")
    case .document(let url, let error): Phrase("\(url): ", "\(url): ") + error.phrase
    }
  }
}

/// The issuers' keys, asked for again every hour. Where an issuer does not answer, those of before serve for a day.
actor IssuerDirectory {
  private let issuers: [TrustedIssuer]
  private let audience: String
  private let resolver = IssuerResolver()
  private var found: [DIDWeb: Found] = [:]

  private struct Found {
    let keys: [P256Point]
    /// Seconds since 1970.
    let at: Int64
    /// When the issuer was last asked, answer or not.
    var asked: Int64
  }

  private static let fresh: Int64 = 3_600
  private static let usable: Int64 = 86_400
  /// Between two tries while an issuer does not answer.
  private static let pause: Int64 = 60

  init(_ issuers: [TrustedIssuer], audience: String) {
    self.issuers = issuers
    self.audience = audience
  }

  /// - Throws: where no issuer's keys are known.
  func policies(now: Int64) async throws(IssuerError) -> [CredentialPolicy] {
    var policies: [CredentialPolicy] = []
    var failure: IssuerError?
    for issuer in issuers {
      do throws(IssuerError) {
        policies.append(
          CredentialPolicy(
            issuer: issuer.name, keys: try await keys(of: issuer, now), credential: EnrolmentCredential.name,
            audience: audience))
      } catch {
        failure = error
      }
    }
    if policies.isEmpty, let failure { throw failure }
    return policies
  }

  private func keys(of issuer: TrustedIssuer, _ now: Int64) async throws(IssuerError) -> [P256Point] {
    let did: DIDWeb
    switch issuer.keys {
    case .known(let keys): return keys
    case .published(let published): did = published
    }
    let known = found[did].flatMap { now - $0.at < Self.usable ? $0 : nil }
    if let known, now - known.at < Self.fresh || now - known.asked < Self.pause { return known.keys }
    do throws(IssuerError) {
      let keys = try await resolver.resolve(did).keys
      found[did] = Found(keys: keys, at: now, asked: now)
      return keys
    } catch {
      found[did]?.asked = now
      guard let known else { throw error }
      return known.keys
    }
  }
}
