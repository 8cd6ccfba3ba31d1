/// What bodies are made of.
enum BodyType {
  /// A signed command alone: one COSE_Sign1 and, with a new key, the proof of possession behind it.
  static let cose = "application/cose"
  /// Deterministic CBOR: answers with their proofs, and commands with sealed bytes beside them.
  static let cbor = "application/cbor"
  static let json = "application/json"
  static let problem = "application/problem+json"
  /// A tile of the log.
  static let octets = "application/octet-stream"
  /// A signed note.
  static let text = "text/plain; charset=utf-8"
}
