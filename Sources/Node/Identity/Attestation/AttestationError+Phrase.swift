import Coding

extension AttestationError {
  /// What happened, and what to do about it.
  public var phrase: Phrase {
    switch self {
    case .certificateCount(let count):
      Phrase(
        "rantai berisi \(count) sertifikat; harus 2 sampai 8", "the chain has \(count) certificates; it must be 2 to 8")
    case .certificateTooLong(let count):
      Phrase(
        "sebuah sertifikat berisi \(count) bita, terlalu panjang", "a certificate has \(count) bytes, which is too long"
      )
    case .certificate(let index):
      Phrase("sertifikat ke-\(index + 1) tidak dapat dibaca", "certificate \(index + 1) cannot be read")
    case .unknownRoot:
      Phrase(
        "akar rantai bukan akar pembuat perangkat yang dikenal jaringan ini",
        "the chain's root is none of the device makers' roots that this network knows")
    case .chain:
      Phrase(
        "sertifikat tidak berantai sampai ke akarnya, atau tidak berlaku sekarang",
        "the certificates do not lead to their root one by one, or are not valid now")
    case .noStatement:
      Phrase("sertifikat tidak memuat pernyataan tentang kunci", "the certificate has no statement about the key")
    case .statementAbove:
      Phrase(
        "sertifikat di atas kunci juga memuat pernyataan: rantai ini dibuat oleh pemegang kunci lain",
        "a certificate above the key has a statement too: the chain was made by the holder of another key")
    case .statement: Phrase("pernyataan tentang kunci tidak dapat dibaca", "the statement about the key cannot be read")
    case .challenge:
      Phrase(
        "pernyataan menjawab pertanyaan lain; minta perangkat membuat kunci lagi",
        "the statement answers another question; have the device make the key again")
    case .otherKey: Phrase("pernyataan tentang kunci lain", "the statement is about another key")
    case .application:
      Phrase("pernyataan dibuat untuk aplikasi lain", "the statement was made for another app")
    case .purpose:
      Phrase(
        "kunci harus kunci P-256 yang hanya menandatangani",
        "the key must be one of P-256 that signs and does nothing else")
    case .object: Phrase("ini bukan objek App Attest", "this is no object of App Attest")
    case .environment:
      Phrase(
        "kunci dibuat di lingkungan uji, atau sebaliknya",
        "the key is from the development environment, or the other way round")
    case .counter: Phrase("kunci sudah pernah dipakai", "the key has been used before")
    }
  }
}
