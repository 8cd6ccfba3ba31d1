import Coding

extension DIDWebError {
  /// What happened, and what to do about it.
  public var phrase: Phrase {
    switch self {
    case .name:
      Phrase(
        "bukan did:web dengan nama host, seperti did:web:id.example",
        "it is no did:web with a host's name, such as did:web:id.example")
    case .tooLong(let count):
      Phrase(
        "dokumen DID berisi \(count) bita; paling banyak \(IssuerDocument.maximumBytes)",
        "the DID document has \(count) bytes; \(IssuerDocument.maximumBytes) at most")
    case .json: Phrase("dokumen DID bukan objek JSON", "the DID document is no JSON object")
    case .structure(let part):
      Phrase("'\(part)' di dokumen DID tidak dapat dibaca", "'\(part)' in the DID document cannot be read")
    case .otherSubject: Phrase("dokumen DID milik pihak lain", "the DID document is somebody else's")
    case .otherController:
      Phrase(
        "sebuah kunci di dokumen DID dikuasai pihak lain", "a key in the DID document is controlled by somebody else")
    case .key:
      Phrase("sebuah kunci P-256 di dokumen DID rusak", "a P-256 key in the DID document is damaged")
    case .noKey:
      Phrase(
        "dokumen DID tidak menyebut kunci P-256 di 'assertionMethod'; kredensial ditandatangani dengan ES256",
        "the DID document names no P-256 key in 'assertionMethod'; credentials are signed with ES256")
    case .tooManyKeys(let count):
      Phrase(
        "dokumen DID menyebut \(count) kunci; paling banyak \(IssuerDocument.maximumKeys)",
        "the DID document names \(count) keys; \(IssuerDocument.maximumKeys) at most")
    }
  }
}
