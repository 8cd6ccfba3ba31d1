import Coding
import Transparency

extension NoteError {
  /// In the person's words.
  var phrase: Phrase { Phrase(indonesian, description) }

  private var indonesian: String {
    switch self {
    case .tooLong, .notUTF8, .controlCharacter, .noSignatures, .tooManySignatures, .malformedSignature, .malformedKey,
      .malformedName, .wrongKeyID, .malformedCheckpoint, .malformedRequest:
      form
    case .duplicateKey, .wrongKind, .impossibleQuorum, .wrongOrigin, .wrongSignature, .notSigned, .notSignedByLog,
      .tooFewWitnesses:
      trust
    }
  }

  private var form: String {
    switch self {
    case .tooLong(let limit): "catatan ini lebih dari \(limit) bita"
    case .notUTF8: "catatan ini bukan UTF-8 yang sah"
    case .controlCharacter(let offset): "catatan ini memuat karakter kendali pada bita \(offset)"
    case .noSignatures: "catatan ini tidak memuat baris kosong yang diikuti tanda tangan"
    case .tooManySignatures(let limit): "catatan ini memuat lebih dari \(limit) tanda tangan"
    case .malformedSignature(let line): "baris \(line) catatan ini tidak berbentuk \"— nama base64\""
    case .malformedKey: "kunci verifikasi tidak berbentuk \"nama+id+base64\", atau jenisnya tidak dikenal"
    case .malformedName: "nama kunci tidak boleh kosong atau memuat spasi, karakter kendali, atau tanda tambah"
    case .wrongKeyID: "id dalam kunci verifikasi tidak cocok dengan nama dan kuncinya: periksa salah ketik"
    case .malformedCheckpoint(let line): "baris \(line) bukan yang semestinya ada di situ dalam titik periksa"
    case .malformedRequest(let line):
      "baris \(line) bukan yang semestinya ada di situ dalam permintaan tanda tangan: \"old UKURAN\", hash dalam base 64, baris kosong"
    default: description
    }
  }

  private var trust: String {
    switch self {
    case .duplicateKey(let name): "kunci \(name) tercantum dua kali"
    case .wrongKind(let name):
      "kunci \(name) salah jenis: log menandatangani dengan jenis 1, saksi dengan jenis 4"
    case .impossibleQuorum(let needed, let witnesses): "\(needed) dari \(witnesses) saksi tidak mungkin ada"
    case .wrongOrigin(let expected, let found): "titik periksa ini milik log \(found), bukan \(expected)"
    case .wrongSignature(let name): "tanda tangan \(name) tidak cocok: catatan diubah atau dipalsukan"
    case .notSigned: "tidak ada tanda tangan dari kunci yang dikenal"
    case .notSignedByLog(let name): "titik periksa ini tidak ditandatangani lognya, \(name)"
    case .tooFewWitnesses(let needed, let found): "\(found) dari \(needed) saksi yang perlu sudah ikut menandatangani"
    default: description
    }
  }
}
