import Coding
import HTTPTypes

/// One thing to ask of a node, as its document describes it: registering it with `API` gives it its handler, so neither
/// can be without the other.
struct Operation: Sendable {
  let method: HTTPRequest.Method
  /// With captured parts as the router has them: `/v1/accounts/:account/state`.
  let path: String
  let summary: String
  var reader = Reader.anyone
  var query: [Parameter] = []
  /// Media types a body may have; none where it has no body.
  var bodies: [String] = []
  let answers: [Answer]
  /// What may go wrong besides what may go wrong with every call.
  var problems: [Problem] = []

  /// Who may ask; everybody but `anyone` signs the call.
  enum Reader: String, Sendable {
    case anyone = "Anyone."
    case owner = "The account's owner, who signs the call."
    case entitled = "The account's owner, or an agency entitled to it, whose reading is recorded; the call is signed."
    case auditor = "An auditor, who signs the call; the reading is recorded."
  }

  /// A part of the query.
  struct Parameter: Sendable {
    let name: String
    let meaning: String
    let schema: Schema
    var isRequired = false

    static let from = Parameter(
      name: "from", meaning: "Size of the log's head that the caller believes already.", schema: .integer)
    static let limit = Parameter(name: "limit", meaning: "The most to answer with.", schema: .integer)
    static let before = Parameter(name: "before", meaning: "Where the page before ended.", schema: .integer)
  }

  /// What a call is answered with.
  enum Answer: Sendable {
    case json(Schema, type: String = BodyType.json)
    /// A record in deterministic CBOR, by its name in docs/FORMATS.md.
    case cbor(String)
    case other(type: String, String)

    var type: String {
      switch self {
      case .json(_, let type), .other(let type, _): type
      case .cbor: BodyType.cbor
      }
    }
  }

  /// Every problem a call may get.
  var allProblems: [Problem] {
    var all = problems + [.malformed(Phrase("", "")), .tooMany(seconds: 1), .failed]
    if reader != .anyone { all += [.unsigned(nil), .replayed, .forbidden] }
    if reader == .auditor || reader == .entitled { all.append(.unrecorded) }
    if !bodies.isEmpty { all += [.wrongType(""), .tooLarge(limit: 0)] }
    if path.contains(":") { all.append(.notFound) }
    var seen: Set<String> = []
    return all.filter { seen.insert($0.name).inserted }
  }

  /// The names of the captured parts of the path.
  var captures: [String] {
    path.split(separator: "/").compactMap { part in
      part == "**" ? "path" : part.hasPrefix(":") ? String(part.dropFirst()) : nil
    }
  }
}
