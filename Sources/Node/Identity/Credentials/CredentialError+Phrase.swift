import Coding

extension CredentialError {
  /// What happened, and what to do about it.
  public var phrase: Phrase {
    switch self {
    case .tooLong(let count):
      Phrase("kredensial berisi \(count) bita, terlalu panjang", "the credential has \(count) bytes, which is too long")
    case .tooManyDisclosures(let count):
      Phrase(
        "ada \(count) klaim yang ditunjukkan; paling banyak \(UnverifiedCredential.maximumDisclosures)",
        "\(count) claims are shown; \(UnverifiedCredential.maximumDisclosures) at most")
    case .shape:
      Phrase(
        "ini bukan SD-JWT: bagian-bagian yang dipisahkan '~', yang pertama sebuah JWT",
        "this is no SD-JWT: parts between '~', the first of them a JWT")
    case .base64(let part):
      Phrase("\(part.phrase.indonesian) bukan base64url", "\(part.phrase.english) is not base64url")
    case .json(let part):
      Phrase("\(part.phrase.indonesian) tidak memuat JSON yang ketat", "\(part.phrase.english) holds no strict JSON")
    case .structure(let part):
      Phrase(
        "\(part.phrase.indonesian) tidak berbentuk seperti dalam RFC 9901",
        "\(part.phrase.english) does not have the form of RFC 9901")
    case .algorithm(let part):
      Phrase(
        "\(part.phrase.indonesian) tidak ditandatangani dengan ES256", "\(part.phrase.english) is not signed with ES256"
      )
    case .type(let part):
      Phrase("\(part.phrase.indonesian) berjenis ('typ') lain", "\(part.phrase.english) is of another type ('typ')")
    case .critical(let part):
      Phrase(
        "\(part.phrase.indonesian) meminta perluasan ('crit') yang tidak dikenal",
        "\(part.phrase.english) demands an extension ('crit') that is not known")
    case .signature(let part):
      Phrase(
        "tanda tangan pada \(part.phrase.indonesian) tidak cocok",
        "the signature of \(part.phrase.english) does not fit")
    case .missing(let name): Phrase("klaim '\(name)' tidak ada", "the claim '\(name)' is missing")
    case .wrong(let name): Phrase("klaim '\(name)' tidak dapat dibaca", "the claim '\(name)' cannot be read")
    case .unknownIssuer:
      Phrase("kredensial diterbitkan pihak lain", "the credential is another issuer's")
    case .otherCredential:
      Phrase("kredensial berjenis ('vct') lain", "it is another kind of credential ('vct')")
    case .notYetValid: Phrase("kredensial belum berlaku", "the credential is not valid yet")
    case .expired: Phrase("kredensial sudah kedaluwarsa; minta yang baru", "the credential has expired; get a new one")
    case .hashAlgorithm: Phrase("'_sd_alg' bukan sha-256", "'_sd_alg' is not sha-256")
    case .digestTwice: Phrase("satu sidik muncul dua kali", "one digest stands there twice")
    case .unreferenced(let number):
      Phrase(
        "klaim ke-\(number + 1) yang ditunjukkan bukan dari penerbit",
        "disclosed claim \(number + 1) is not the issuer's")
    case .claimTwice(let name): Phrase("klaim '\(name)' ada dua kali", "the claim '\(name)' is there twice")
    case .reserved(let name):
      Phrase("nama '\(name)' tidak boleh dipakai di sini", "the name '\(name)' may not be used here")
    case .tooDeep: Phrase("klaim bersarang terlalu dalam", "the claims are nested too deeply")
    case .noHolderKey:
      Phrase(
        "kredensial tidak terikat pada kunci pemegang ('cnf')", "the credential is bound to no holder's key ('cnf')")
    case .notBound:
      Phrase(
        "pemegang tidak menandatangani penunjukan ini; pakai 'salur identity present'",
        "the holder has not signed this presentation; use 'salur identity present'")
    case .nonce: Phrase("pemegang menjawab pertanyaan lain ('nonce')", "the holder answered another question ('nonce')")
    case .audience:
      Phrase("penunjukan ini dibuat untuk pihak lain ('aud')", "the presentation was made for somebody else ('aud')")
    case .disclosuresChanged:
      Phrase(
        "klaim yang ditunjukkan bukan yang ditandatangani pemegang",
        "the claims shown are not those the holder signed for")
    case .staleBinding:
      Phrase(
        "penunjukan ini sudah terlalu lama; minta pemegang menunjukkan lagi",
        "the presentation is too old; ask the holder for a new one")
    case .bindingFromTheFuture:
      Phrase(
        "penunjukan ini bertanggal di masa depan; periksa jam",
        "the presentation is dated in the future; check the clocks")
    }
  }
}

extension CredentialError.Part {
  var phrase: Phrase {
    switch self {
    case .issuer: Phrase("bagian penerbit", "the issuer's part")
    case .disclosure(let number): Phrase("klaim ke-\(number + 1) yang ditunjukkan", "disclosed claim \(number + 1)")
    case .holder: Phrase("bagian pemegang", "the holder's part")
    }
  }
}

extension PresentationError {
  public var phrase: Phrase {
    switch self {
    case .noClaim(let name, let claims):
      Phrase(
        "kredensial tidak memuat klaim '\(name)'; yang ada: \(claims.joined(separator: ", "))",
        "the credential has no claim '\(name)'; there are: \(claims.joined(separator: ", "))")
    case .otherHolder:
      Phrase(
        "kredensial ini milik kunci lain; pakai kunci yang diberikan kepada penerbit",
        "the credential belongs to another key; use the one the issuer was given")
    }
  }
}

extension ChallengeError {
  public var phrase: Phrase {
    switch self {
    case .unknown:
      Phrase(
        "pertanyaan itu tidak pernah diajukan, atau sudah dijawab",
        "that question was never asked, or has been answered")
    case .expired: Phrase("jawaban terlambat; mulai lagi", "the answer comes too late; begin again")
    case .tooMany:
      Phrase(
        "terlalu banyak pendaftaran sekaligus; coba sebentar lagi", "too many registrations at once; try again soon")
    }
  }
}
