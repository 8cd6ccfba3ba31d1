import Coding
import Engine
import HTTPTypes
import Hummingbird
import Ledger
import Model
import NIOPosix
import Platform
import Signing
import Synchronization
import Wallet

/// Lets a call through that the account's owner has signed: for this node's network, for this very call, within the last
/// minute, and once.
final class AccessGuard: Sendable {
  private let replica: Replica
  private let limiter: AccountLimiter
  private let log: AccessLog
  private let seen = Mutex(SeenRequests())

  init(_ replica: Replica, _ limiter: AccountLimiter, _ log: AccessLog) {
    self.replica = replica
    self.limiter = limiter
    self.log = log
  }

  /// The account's owner; throws a problem where it was not the owner who signed.
  ///
  /// - Parameter helpers: whether a relative who may pay for the owner is let through too.
  @discardableResult
  func owner(
    of account: AccountNumber, _ request: Request, body: [UInt8] = [], helpers: Bool = false
  ) throws(Problem) -> Caller {
    let caller = try caller(of: request, body: body)
    guard caller.account == account, helpers || !isHelper(caller) else { throw .forbidden }
    return caller
  }

  private func isHelper(_ caller: Caller) -> Bool {
    replica.read { state in
      state.credentialRow(caller.account, caller.credential).map { state.credentials[$0].use == .helper } ?? true
    }
  }

  /// The account's owner, or somebody else who may read about it: then the reading is on the access log before this
  /// returns.
  func reader(
    of account: AccountNumber, _ request: Request, may: (AgencyState) -> Bool = { $0.has(.auditor) }
  ) async throws -> Caller {
    let caller = try caller(of: request)
    if caller.account == account {
      guard !isHelper(caller) else { throw Problem.forbidden }
      return caller
    }
    guard let agency = replica.read({ $0.agency(caller.account) }), may(agency) else { throw Problem.forbidden }
    try await record(caller, request)
    return caller
  }

  /// An auditor, of whose reading nothing is recorded yet.
  func auditor(_ request: Request) throws(Problem) -> Caller {
    let caller = try caller(of: request)
    guard replica.read({ $0.agency(caller.account)?.has(.auditor) }) ?? false else { throw .forbidden }
    return caller
  }

  /// Puts a reading on the access log; it is there when this returns.
  ///
  /// - Parameter entries: the stretch of the log whose openings are about to be shown.
  func record(_ caller: Caller, _ request: Request, entries: Range<UInt64>? = nil) async throws {
    let (method, target) = (Text(request.method.rawValue), Text(request.target))
    let now = BlockTime(milliseconds: SystemClock.nowMilliseconds())
    do {
      try await NIOThreadPool.singleton.runIfActive { [log] in
        try log.append(
          caller.account, credential: caller.credential, method: method, target: target, entries: entries, at: now)
      }
    } catch is AccessLogError {
      throw Problem.unrecorded
    }
  }

  /// Who signed the call; throws a problem where nobody did as they must.
  func caller(of request: Request, body: [UInt8] = []) throws(Problem) -> Caller {
    let signed = try signed(in: request)
    let unverified: UnverifiedAccessRequest
    do throws(SignatureError) {
      unverified = try UnverifiedAccessRequest(signed: signed)
    } catch {
      throw .unsigned(Phrase(error.description, error.description))
    }
    let now = BlockTime(milliseconds: SystemClock.nowMilliseconds())
    let defect = unverified.defect(
      network: replica.genesis.network, method: Text(request.method.rawValue), target: Text(request.target), body: body,
      now: now)
    if let defect { throw .unsigned(defect) }
    let asked = unverified.request
    try verify(unverified)
    // Whoever is told to wait may send the very same call again.
    try limiter.require(asked.account)
    guard seen.withLock({ $0.insert(asked, now: now) }) else { throw .replayed }
    try limiter.take(asked.account)
    return Caller(account: asked.account, credential: asked.credential)
  }

  /// Whether a caller's credential may still act: for what outlives the call.
  func isLive(_ caller: Caller) -> Bool { replica.read { $0.liveKey(caller.account, caller.credential) } != nil }

  private func verify(_ unverified: UnverifiedAccessRequest) throws(Problem) {
    let request = unverified.request
    let (key, relyingParty) = replica.read { state in
      (state.liveKey(request.account, request.credential), state.relyingParty)
    }
    guard let key else {
      throw .unsigned(
        Phrase("Kunci itu tidak dikenal atau sudah dicabut.", "That credential is unknown or has been removed."))
    }
    do throws(SignatureError) {
      let check = try unverified.signatureCheck(key: key, relyingParty: relyingParty)
      guard SignatureVerifier.verify(check) else { throw .wrongSignature }
    } catch {
      throw .unsigned(Phrase(error.description, error.description))
    }
  }

  private func signed(in request: Request) throws(Problem) -> [UInt8] {
    guard let header = request.headers[.authorization] else { throw .unsigned(nil) }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0] == AccessRequest.scheme, let bytes = try? Base64.decodeURL(String(parts[1])) else {
      throw .unsigned(
        Phrase(
          "Tulis 'Authorization: \(AccessRequest.scheme) base64url(COSE_Sign1)'.",
          "Write 'Authorization: \(AccessRequest.scheme) base64url(COSE_Sign1)'."))
    }
    return bytes
  }
}

extension LedgerState {
  /// Where people's passkeys are good.
  var relyingParty: WebAuthnRelyingParty {
    WebAuthnRelyingParty(id: parameters.relyingParty.string, origins: parameters.origins.map(\.string))
  }
}

/// Who signed a call, verified.
struct Caller: Sendable {
  let account: AccountNumber
  let credential: UInt16
}

extension Problem {
  static func unsigned(_ reason: Phrase?) -> Problem {
    Problem(
      status: .unauthorized, name: "unsigned",
      title: Phrase(
        "Permintaan ini harus ditandatangani oleh yang berhak", "This call must be signed by somebody entitled to it"),
      detail: reason)
  }

  /// The credential that signed was removed meanwhile.
  static let revoked = Problem.unsigned(
    Phrase("Kunci yang menandatangani sudah dicabut.", "The credential that signed may not act any more."))

  static func unsigned(_ defect: AccessDefect) -> Problem {
    switch defect {
    case .otherNetwork: .unsigned(Phrase("Ditandatangani untuk jaringan lain.", "It was signed for another network."))
    case .otherCall:
      .unsigned(
        Phrase(
          "Ditandatangani untuk cara, alamat atau isi lain.", "It was signed for another method, path, query or body."))
    case .tooOld:
      .unsigned(
        Phrase(
          "Ditandatangani lebih dari semenit yang lalu; tanda tangani lagi.",
          "It was signed more than a minute ago; sign it again."))
    case .fromTheFuture:
      .unsigned(
        Phrase(
          "Ditandatangani lebih dari semenit di depan jam server; periksa jam Anda.",
          "It was signed more than a minute ahead of the node's clock; check yours."))
    }
  }

  static let replayed = Problem(
    status: .unauthorized, name: "replayed",
    title: Phrase("Permintaan ini sudah pernah dipakai", "This signed call has been used before"))

  /// No reading without its record.
  static let unrecorded = Problem(
    status: .serviceUnavailable, name: "unrecorded",
    title: Phrase(
      "Pembacaan ini tidak dapat dicatat, jadi tidak ditunjukkan",
      "This reading cannot be recorded, so nothing is shown"), canRetry: true)

  static let forbidden = Problem(
    status: .forbidden, name: "forbidden",
    title: Phrase("Ini bukan milik Anda", "This is not yours to read"))
}
