import Coding
import HTTPTypes
import Hummingbird
import Model
import Presentation

/// Why a call got no answer, as RFC 9457 writes it: a stable type, the words in both languages, and whether trying again
/// can help. It never repeats what was sent.
public struct IdentityProblem: Error, Equatable, Sendable {
  public let status: HTTPResponse.Status
  /// The last part of `type`, stable: `credential`.
  public let name: String
  public let title: Phrase
  /// Whether the same call may succeed later.
  public var canRetry = false
  /// The ledger's answer, and the entry that says so; a transient one has none.
  public var rejection: Rejection?
  public var entry: UInt64?

  static let namespace = "https://salur.example/problems/"

  var json: JSON {
    var members: [JSON.Member] = [
      .init(key: "type", value: .string(Self.namespace + name)), .init(key: "status", value: JSON(status.code)),
      .init(key: "title", value: .string(title.english)), .init(key: "title_id", value: .string(title.indonesian)),
      .init(key: "retry", value: .bool(canRetry)),
    ]
    if let rejection { members.append(.init(key: "rejection", value: rejection.json)) }
    if let entry { members.append(.init(key: "entry", value: JSON(entry))) }
    return .object(members)
  }

  var response: Response {
    var response = Response(json, status: status, type: MediaType.problem)
    if canRetry { response.headers[.retryAfter] = "5" }
    return response
  }
}

extension IdentityProblem {
  static let notFound = IdentityProblem(
    status: .notFound, name: "not-found", title: Phrase("Tidak ada di sini", "There is nothing here"))

  static let noHTTP = malformed(Phrase("permintaan HTTP rusak", "it is no well-formed HTTP request"))

  static let headersTooLarge = IdentityProblem(
    status: .requestHeaderFieldsTooLarge, name: "headers-too-large",
    title: Phrase("Kepala permintaan terlalu besar", "The call's header fields are too large"))

  static let failed = IdentityProblem(
    status: .internalServerError, name: "server",
    title: Phrase("Server tidak dapat menjawab", "The server could not answer"), canRetry: true)

  static func tooLarge(limit: Int) -> IdentityProblem {
    IdentityProblem(
      status: .contentTooLarge, name: "too-large",
      title: Phrase("Isi terlalu besar: paling banyak \(limit) bita", "The body is too large: at most \(limit) bytes"))
  }

  static func malformed(_ reason: Phrase) -> IdentityProblem {
    IdentityProblem(
      status: .badRequest, name: "malformed",
      title: Phrase("Permintaan tidak dapat dibaca: ", "The call cannot be read: ") + reason)
  }

  static let busy = IdentityProblem(
    status: .serviceUnavailable, name: "busy",
    title: Phrase("Terlalu banyak yang menunggu; coba sebentar lagi", "Too many are waiting; try again in a moment"),
    canRetry: true)

  /// Something this service needs does not answer.
  static func unavailable(_ name: String, _ title: Phrase) -> IdentityProblem {
    IdentityProblem(status: .serviceUnavailable, name: name, title: title, canRetry: true)
  }

  /// What was sent is not good enough, whenever it is sent.
  static func refused(_ name: String, _ title: Phrase) -> IdentityProblem {
    IdentityProblem(status: .unprocessableContent, name: name, title: title)
  }
}
