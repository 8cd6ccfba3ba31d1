import Coding
import Hummingbird
import Identity
import Logging
import NIOPosix
import Platform
import Presentation
import Signing
import Synchronization

/// An agency's evaluator over HTTP: `POST /v1/evaluations` takes an officer's signed request, answers with the evaluation,
/// and logs it first. `GET /v1/key` tells the public key.
public final class EvaluatorRoutes: IdentityRoutes {
  public static let maximumBytes = EvaluationRequest.maximumBytes
  private let evaluator: Mutex<Evaluator>
  private let key: EvaluationKey
  private let logger: Logger

  public init(_ evaluator: Evaluator, logger: Logger) {
    key = evaluator.key
    self.evaluator = Mutex(evaluator)
    self.logger = logger
  }

  /// Of the evaluations' log: whoever keeps it notices if records go.
  public var logHead: Digest { evaluator.withLock { $0.log.head } }

  public func add(to router: Router<BasicRequestContext>) {
    router.get("v1/key") { [key] _, _ in
      Response(["publicKey": .string(key.publicKey.description), "version": JSON(key.version)])
    }
    router.post("v1/evaluations") { request, _ in
      let signed = try await request.bytes(limit: Self.maximumBytes)
      // Logging waits for the disk.
      let answer = try await NIOThreadPool.singleton.runIfActive { self.evaluate(signed) }
      return Response(bytes: try answer.get().encoded, type: MediaType.cbor)
    }
  }

  private func evaluate(_ signed: [UInt8]) -> Result<Evaluation, IdentityProblem> {
    evaluator.withLock { evaluator in
      do throws(EvaluatorError) {
        let answer = try evaluator.evaluate(signed, now: SystemClock.nowMilliseconds())
        logger.notice(
          "evaluated", metadata: ["people": "\(answer.answers.count)", "logHead": "\(evaluator.log.head)"])
        return .success(answer)
      } catch {
        return .failure(IdentityProblem(error))
      }
    }
  }
}

extension IdentityProblem {
  init(_ error: EvaluatorError) {
    switch error {
    case .tooLong, .malformed, .notAPoint: self = .malformed(error.phrase)
    case .unknownOfficer: self.init(status: .forbidden, name: "unknown-officer", title: error.phrase)
    case .keyVersion: self.init(status: .conflict, name: "key-version", title: error.phrase)
    case .stale: self.init(status: .conflict, name: "stale", title: error.phrase)
    case .replayed: self.init(status: .conflict, name: "replayed", title: error.phrase)
    case .limit, .dailyLimit:
      self.init(status: .tooManyRequests, name: "limit", title: error.phrase, canRetry: true)
    case .damagedLog, .storage: self = .failed
    }
  }
}
