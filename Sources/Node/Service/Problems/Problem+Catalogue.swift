import Coding
import Model

extension Problem {
  /// Every problem there is, once: what docs/API.md lists. Their names are stable; a new one is added here too.
  static let catalogue: [Problem] = [
    .malformed(Phrase("", "")), .wrongType(""), .tooLarge(limit: 0), .headersTooLarge, .notFound,
    .wrongMethod(allowed: []),
    .unsigned(nil), .replayed, .forbidden, .tooMany(seconds: 1), .refused(.insufficientFunds), .wrongSignature(nil),
    .busy, .stopped, .unknown, .behind, .unrecorded, .noRepresentation, .noView, .notClosed,
    .tooManyStreams, .badEndpoint, .tooManySubscriptions, .notStored, .failed,
  ]
}
