import Coding
import Engine
import HTTPTypes
import Hummingbird
import Model
import Platform
import Signing
import Synchronization
import Wallet

/// Lets a call through that the account's owner has signed: for this node's network, for this very call, within the last
/// minute, and once.
final class AccessGuard: Sendable {
  private let replica: Replica
  private let seen = Mutex(SeenRequests())

  init(_ replica: Replica) { self.replica = replica }

  /// Who signed the call; throws a problem where nobody did as they must.
  func caller(of request: Request, body: [UInt8] = []) throws(Problem) -> Caller {
    let signed = try signed(in: request)
    let unverified: UnverifiedAccessRequest
    do throws(SignatureError) {
      unverified = try UnverifiedAccessRequest(signed: signed)
    } catch {
      throw .unsigned(error.description)
    }
    let now = BlockTime(milliseconds: SystemClock.nowMilliseconds())
    let defect = unverified.defect(
      network: replica.genesis.network, method: Text(request.method.rawValue), target: Text(request.target), body: body,
      now: now)
    if let defect { throw .unsigned(defect) }
    let asked = unverified.request
    try verify(unverified)
    guard seen.withLock({ $0.insert(asked, now: now) }) else { throw .replayed }
    return Caller(account: asked.account, credential: asked.credential)
  }

  /// Whether a caller's credential may still act: for what outlives the call.
  func isLive(_ caller: Caller) -> Bool { replica.read { $0.liveKey(caller.account, caller.credential) } != nil }

  private func verify(_ unverified: UnverifiedAccessRequest) throws(Problem) {
    let request = unverified.request
    let (key, relyingParty) = replica.read { state in
      (
        state.liveKey(request.account, request.credential),
        WebAuthnRelyingParty(
          id: state.parameters.relyingParty.string, origins: state.parameters.origins.map(\.string))
      )
    }
    guard let key else { throw .unsigned("unknown credential") }
    do throws(SignatureError) {
      let check = try unverified.signatureCheck(key: key, relyingParty: relyingParty)
      guard SignatureVerifier.verify(check) else { throw .wrongSignature }
    } catch {
      throw .unsigned(error.description)
    }
  }

  private func signed(in request: Request) throws(Problem) -> [UInt8] {
    guard let header = request.headers[.authorization] else { throw .unsigned(nil) }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0] == AccessRequest.scheme, let bytes = try? Base64.decodeURL(String(parts[1])) else {
      throw .unsigned("not '\(AccessRequest.scheme) base64url(COSE_Sign1)'")
    }
    return bytes
  }
}

/// Who signed a call, verified.
struct Caller: Sendable {
  let account: AccountNumber
  let credential: UInt16
}

/// Nonces of the last two minutes: a request that is older is refused by its time.
struct SeenRequests: Sendable {
  private var current: Set<Salt> = []
  private var previous: Set<Salt> = []
  private var turned = BlockTime(milliseconds: 0)

  /// False where it has been seen before.
  mutating func insert(_ request: AccessRequest, now: BlockTime) -> Bool {
    // A request is good for a minute either way of its time, so for two in all.
    if turned.advanced(by: 2 * AccessRequest.tolerance) < now {
      (previous, current, turned) = (turned.advanced(by: 4 * AccessRequest.tolerance) < now ? [] : current, [], now)
    }
    return !previous.contains(request.nonce) && current.insert(request.nonce).inserted
  }
}

extension Problem {
  static func unsigned(_ reason: String?) -> Problem {
    Problem(
      status: .unauthorized, name: "unsigned",
      title: Phrase("Permintaan ini harus ditandatangani pemilik rekening", "This call must be signed by the account's owner"),
      detail: reason.map { Phrase($0, $0) })
  }

  static func unsigned(_ defect: AccessDefect) -> Problem {
    switch defect {
    case .otherNetwork: .unsigned("signed for another network")
    case .otherCall: .unsigned("signed for another method, path or body")
    case .tooOld, .fromTheFuture: .unsigned("signed more than a minute ago or ahead of the node's clock")
    }
  }

  static let replayed = Problem(
    status: .unauthorized, name: "replayed",
    title: Phrase("Permintaan ini sudah pernah dipakai", "This signed call has been used before"))

  static let forbidden = Problem(
    status: .forbidden, name: "forbidden",
    title: Phrase("Ini bukan milik Anda", "This is not yours to read"))
}
