import Coding
import Model
import Records
import Transparency

/// Why a client does not believe a node.
public enum TrustError: Error, Equatable, Sendable {
  /// A head is not signed as it should be.
  case note(NoteError)
  /// Two heads of which neither continues the other.
  case contradiction(Contradiction)
  /// The head is older than one seen before.
  case older(size: UInt64, than: UInt64)
  /// No witness has spoken for this log yet.
  case notWitnessed
  /// The witnesses last spoke so many seconds ago.
  case stale(seconds: UInt64)
  /// A balance, key or number of the state is not proved.
  case state(StateProofError)
  /// The proof is sound and leaves out what was asked for.
  case leftOut
  /// An entry is not in the log, or is not what it is said to be.
  case entry
  /// An answer is about another command than the one sent.
  case otherCommand
  /// What the history adds up to is not what the state says: entries are kept back.
  case incomplete
  /// Bytes that are no answer at all.
  case malformed(CodingError)
}

/// Two notes signed by one log that cannot both be true: evidence against whoever signed them.
public struct Contradiction: Equatable, Sendable {
  public let earlier: [UInt8]
  public let later: [UInt8]

  public init(earlier: [UInt8], later: [UInt8]) {
    self.earlier = earlier
    self.later = later
  }
}

extension TrustError {
  /// In the person's words.
  public var phrase: Phrase {
    switch self {
    case .note(let error):
      Phrase(
        "Server ini menunjukkan kepala catatan yang tidak ditandatangani sebagaimana mestinya. Jangan dipercaya. (\(error.description))",
        "This server shows a head of the log that is not signed as it must be. Do not trust it. (\(error.description))")
    case .contradiction:
      Phrase(
        "Server ini menunjukkan masa lalu yang berbeda dari yang pernah Anda lihat. Jangan dipercaya; buktinya disimpan.",
        "This server shows a different past from the one you have seen. Do not trust it; the evidence is kept.")
    case .older(let size, let last):
      Phrase(
        "Server ini tertinggal: ia menunjukkan \(size) catatan, padahal Anda sudah pernah melihat \(last). Coba server lain.",
        "This server is behind: it shows \(size) entries, and you have seen \(last) already. Try another server.")
    case .notWitnessed:
      Phrase(
        "Belum ada saksi yang membenarkan catatan server ini. Coba lagi sebentar lagi.",
        "No witness has confirmed this server's log yet. Try again in a moment.")
    case .stale(let seconds):
      Phrase(
        "Keadaan yang ditunjukkan server ini sudah usang: saksi terakhir melihatnya \(seconds / 60) menit yang lalu. Yang baru mungkin disembunyikan.",
        "What this server shows is out of date: the witnesses last saw it \(seconds / 60) minutes ago. Newer entries may be kept from you."
      )
    case .state(let error):
      Phrase(
        "Angka dari server ini tidak terbukti. Jangan dipercaya. (\(error.description))",
        "The figures of this server are not proved. Do not trust them. (\(error.description))")
    case .leftOut:
      Phrase(
        "Server ini tidak membuktikan apa yang ditanyakan.", "This server does not prove what it was asked about.")
    case .entry:
      Phrase(
        "Server ini menunjukkan peristiwa yang tidak ada di dalam catatan. Jangan dipercaya.",
        "This server shows an event that is not in the log. Do not trust it.")
    case .otherCommand:
      Phrase(
        "Jawaban server ini bukan tentang perintah yang Anda kirim.",
        "This server's answer is not about the command you sent.")
    case .incomplete:
      Phrase(
        "Riwayat dari server ini tidak lengkap: banyaknya peristiwa atau jumlah uangnya tidak sama dengan yang terbukti.",
        "The history of this server is incomplete: its entries are not as many as is proved, or do not add up to the balance."
      )
    case .malformed(let error):
      Phrase(
        "Jawaban server ini tidak dapat dibaca. (\(error.description))",
        "This server's answer cannot be read. (\(error.description))")
    }
  }
}

extension StateProofError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformedBlock: "the block's entry cannot be read"
    case .notTheHead: "the state is not the one after the log's last entry"
    case .proof(let error): error.description
    case .wrongStateRoot: "the tables do not make up the state the block names"
    case .unknownTable: "a row is of a table the state does not have"
    case .wrongRegistry: "the names of programmes and vouchers are not those of the state"
    }
  }
}
