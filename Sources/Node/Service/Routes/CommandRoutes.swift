import Coding
import Engine
import HTTPTypes
import Hummingbird
import Model
import NIOPosix
import Presentation
import Signing
import Wallet

/// Commands in, answers out once they are durable.
struct CommandRoutes {
  let engine: SoloEngine
  let heads: HeadKeeper
  let limiter: AccountLimiter

  /// The largest body: a command and the sealed bytes of a batch.
  let maximumBytes: Int
  /// What large bodies may hold together.
  let memory: BodyMemory

  func add(to api: API) {
    let bodies = [BodyType.cose, BodyType.cbor]
    let problems: [Problem] = [
      .wrongSignature(nil), .refused(.sequenceAhead), .refused(.insufficientFunds), .busy, .stopped, .unknown, .behind,
    ]
    api.post(
      "/v1/commands",
      "Decides a signed command; answered once that is durable. The same bytes again get the same answer.",
      query: [.from], bodies: bodies, answers: [.json(.named("CommandAnswer")), .cbor("CommandAnswer")],
      problems: problems
    ) { request, _ in try await submit(request) }
    api.post(
      "/v1/commands/dry-run", "What submitting the command would be answered; nothing is recorded, nothing used up.",
      bodies: bodies, answers: [.json(.named("CommandAnswer"))], problems: problems
    ) { request, _ in try await dryRun(request) }
  }

  private func submit(_ request: Request) async throws -> Response {
    let share = memory.share()
    defer { share.end() }
    let (submission, account) = try await submission(in: request, share)
    let trusted = try request.trustedSize()
    // Not once it is decided: whoever hears "behind" believes that nothing was done.
    guard trusted <= engine.replica.logSize else { throw Problem.behind }
    switch await engine.submit(submission) {
    case .decided(let decision):
      // Its signature was good; the answer itself is never kept back.
      try? limiter.take(account)
      return try response(to: decision, request, from: trusted)
    case .refused(let refusal): throw Problem(refusal)
    case .unknown: throw Problem.unknown
    }
  }

  private func dryRun(_ request: Request) async throws -> Response {
    let share = memory.share()
    defer { share.end() }
    let (submission, account) = try await submission(in: request, share)
    let time = engine.time
    let answer = try await NIOThreadPool.singleton.runIfActive { [engine] in
      engine.replica.dryRun(submission, at: time)
    }
    switch answer {
    case .decided(let decision):
      try limiter.take(account)
      return try response(to: decision, request, from: 0)
    case .foreseen(let foreseen):
      try limiter.take(account)
      return Response([
        "status": foreseen.rejection == nil ? "accepted" : "rejected", "command": foreseen.command.json,
        "height": JSON(foreseen.height), "entry": nil, "rejection": JSON(foreseen.rejection) { $0.json },
        "receipt": JSON(foreseen.receipt) { JSON(reflecting: $0) }, "proof": nil,
      ]).cached("no-store")
    case .refused(let refusal): throw Problem(refusal)
    case .unknown: throw Problem.unknown
    }
  }

  /// The command in the body, and whose it says it is. Nobody's with too many calls is looked at.
  private func submission(
    in request: Request, _ share: BodyMemory.Share
  ) async throws -> (Submission, AccountNumber) {
    let submission: Submission
    switch request.headers[.contentType]?.split(separator: ";").first.map(String.init) {
    case BodyType.cose:
      submission = Submission(signed: try await request.bytes(limit: min(2 * Command.maximumBytes, maximumBytes)))
    case BodyType.cbor:
      let body = try await large(request, share)
      do throws(CodingError) {
        let bundle = try CommandBundle(encoded: body)
        submission = Submission(signed: bundle.signed, sealed: bundle.sealed)
      } catch {
        throw Problem.malformed(error.description)
      }
    default: throw Problem.wrongType("\(BodyType.cose), \(BodyType.cbor)")
    }
    let account: AccountNumber
    do throws(SignatureError) {
      account = try UnverifiedCommand(signed: submission.signed, sealed: submission.sealed).command.account
    } catch {
      throw Problem(error)
    }
    try limiter.require(account)
    return (submission, account)
  }

  private func response(to decision: Decision, _ request: Request, from trusted: UInt64) throws -> Response {
    let evidence = decision.evidence
    // Not the state: the next block is being decided, and no answer waits for it.
    let proof = engine.replica.readLog { heads.proof(of: $0, size: evidence.inclusion.size, from: trusted) }
    guard let proof else { throw Problem.behind }
    let answer = CommandAnswer(
      command: decision.command, height: decision.height, entry: evidence.entry, opening: evidence.opening,
      inclusion: evidence.inclusion, head: proof)
    if request.wantsCBOR { return Response(answer).cached("no-store") }
    return Response([
      "status": decision.rejection == nil ? "accepted" : "rejected", "command": decision.command.json,
      "height": JSON(decision.height), "entry": JSON(decision.entry),
      "rejection": JSON(decision.rejection) { $0.json },
      "receipt": JSON(evidence.opening) { JSON(reflecting: $0.receipt) },
      "proof": .string(Base64.encodeURL(answer.encoded)),
    ]).cached("no-store")
  }
}

extension Request {
  /// The size of the head the caller believes already: `?from=…`.
  func trustedSize() throws(Problem) -> UInt64 {
    guard let text = uri.queryParameters["from"] else { return 0 }
    guard let size = UInt64(text) else {
      throw .malformed(Phrase("'from' adalah jumlah entri", "'from' is a number of entries"))
    }
    return size
  }
}

extension Problem {
  /// Bytes that are no signed message are not called a wrong signature.
  fileprivate init(_ error: SignatureError) {
    if case .malformed(let defect) = error {
      self = .malformed(defect.description)
    } else {
      self = .wrongSignature(error.description)
    }
  }

  init(_ refusal: Refusal) {
    switch refusal {
    case .signature(let error): self.init(error)
    case .rejected(let rejection): self = .refused(rejection)
    case .busy: self = .busy
    case .stopped: self = .stopped
    }
  }

  static func wrongSignature(_ reason: String?) -> Problem {
    Problem(
      status: .badRequest, name: "wrong-signature",
      title: Phrase("Tanda tangan tidak cocok", "The signature does not fit"), detail: reason.map { Phrase($0, $0) })
  }

  static let busy = Problem(
    status: .serviceUnavailable, name: "busy",
    title: Phrase(
      "Terlalu banyak yang menunggu; coba sebentar lagi", "Too many commands are waiting; try again in a moment"),
    canRetry: true)

  static let stopped = Problem(
    status: .serviceUnavailable, name: "stopped",
    title: Phrase("Server ini sedang tidak menerima perintah", "This server accepts no commands at present"),
    canRetry: true)

  static let unknown = Problem(
    status: .serviceUnavailable, name: "unknown",
    title: Phrase(
      "Belum diketahui apakah perintah ini terlaksana; kirim ulang perintah yang sama nanti",
      "It is not known whether the command was done; send the very same command again later"), canRetry: true)

  /// The caller has seen more of the log than this node has.
  static let behind = Problem(
    status: .conflict, name: "behind",
    title: Phrase("Server ini tertinggal dari yang sudah Anda lihat", "This server is behind what you have seen"),
    canRetry: true)
}
