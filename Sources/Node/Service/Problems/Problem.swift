import Coding
import Engine
import HTTPTypes
import Hummingbird
import Model
import Presentation
import Wallet

/// Why a call got no answer, as RFC 9457 writes it: a stable type, the words in both languages, and whether trying again
/// can help.
struct Problem: Error {
  let status: HTTPResponse.Status
  /// The last part of `type`, stable: `wrong-signature`.
  let name: String
  let title: Phrase
  var detail: Phrase?
  /// Whether the same call may succeed later.
  var canRetry = false
  /// Seconds to wait before that.
  var wait = 1
  /// The methods that are allowed, where that one is not.
  var allowed: [HTTPRequest.Method] = []
  /// The ledger's code, where it is the ledger's answer.
  var rejection: Rejection?

  static let namespace = "https://salur.example/problems/"

  var json: JSON {
    var members: [JSON.Member] = [
      .init(key: "type", value: .string(Self.namespace + name)), .init(key: "status", value: JSON(status.code)),
      .init(key: "title", value: .string(title.english)), .init(key: "title_id", value: .string(title.indonesian)),
      .init(key: "retry", value: .bool(canRetry)),
    ]
    if let detail {
      members.append(.init(key: "detail", value: .string(detail.english)))
      members.append(.init(key: "detail_id", value: .string(detail.indonesian)))
    }
    if let rejection {
      members.append(
        .init(key: "rejection", value: ["code": JSON(rejection.rawValue), "name": .string(rejection.name)]))
    }
    return .object(members)
  }
}

extension Problem: HTTPResponseError {
  func response(from request: Request, context: some RequestContext) throws -> Response {
    var response = Response(json, status: status, type: BodyType.problem)
    response.headers[.cacheControl] = "no-store"
    if canRetry { response.headers[.retryAfter] = String(wait) }
    if !allowed.isEmpty { response.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
    if status == .unauthorized { response.headers[.wwwAuthenticate] = AccessRequest.scheme }
    return response
  }
}

extension Problem {
  static func tooLarge(limit: Int) -> Problem {
    Problem(
      status: .contentTooLarge, name: "too-large", title: Phrase("Isi terlalu besar", "The body is too large"),
      detail: Phrase("Paling banyak \(limit) bita.", "At most \(limit) bytes."))
  }

  /// - Parameter reason: in the words of whoever reads bytes.
  static func malformed(_ reason: String) -> Problem { malformed(Phrase(reason, reason)) }

  static func malformed(_ reason: Phrase) -> Problem {
    Problem(
      status: .badRequest, name: "malformed",
      title: Phrase("Permintaan tidak dapat dibaca", "The call cannot be read"), detail: reason)
  }

  static let notFound = Problem(
    status: .notFound, name: "not-found", title: Phrase("Tidak ada di sini", "There is nothing here"))

  static func wrongType(_ expected: String) -> Problem {
    Problem(
      status: .unsupportedMediaType, name: "wrong-type",
      title: Phrase("Jenis isi tidak dikenal", "The body is of the wrong type"),
      detail: Phrase("Kirim sebagai \(expected).", "Send it as \(expected)."))
  }

  /// The ledger's answer to a command that reached no block.
  static func refused(_ rejection: Rejection) -> Problem {
    Problem(
      status: rejection.isTransient ? .conflict : .unprocessableContent, name: "rejected",
      title: Phrase(rejection.indonesian, rejection.english), canRetry: rejection.isTransient, rejection: rejection)
  }
}
