import Coding

/// What `inspect` says.
enum InspectPhrase {
  static func neither(_ source: String, _ error: CodingError) -> Phrase {
    Phrase(
      "'\(source)' bukan berkas yang ada dan bukan digit heksadesimal (\(error)); periksa ejaannya",
      "'\(source)' is no file that exists and no hexadecimal digits (\(error)); check the spelling")
  }

  static func unknown(_ bytes: [UInt8]) -> Phrase {
    guard !bytes.isEmpty else {
      return Phrase(
        "tidak ada bita untuk dibaca; beri berkas yang berisi", "there are no bytes; give a file that has some")
    }
    let start = Hex.encode(Array(bytes.prefix(8)))
    var reason = ""
    do { _ = try CBORDiagnostic.describe(bytes) } catch { reason = "\(error)" }
    return Phrase(
      "\(bytes.count) bita yang dimulai dengan \(start) bukan dari Salur: sebagai CBOR, \(reason)",
      "\(bytes.count) bytes that start with \(start) are none of Salur's: as CBOR, \(reason)")
  }
}
