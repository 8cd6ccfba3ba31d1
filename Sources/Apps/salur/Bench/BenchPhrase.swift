import Coding

/// What the measurements are called.
enum BenchPhrase {
  static let brokenOff = Phrase(
    "Pengukuran dihentikan; berkas sementaranya dihapus.", "The measurement was stopped; its temporary files are gone.")
  static let machine = Phrase("mesin", "machine")
  static let decided = Phrase("keluarga diputuskan", "families decided")
  static let paid = Phrase("keluarga dibayar", "families paid")
  static let bothPasses = Phrase("detik, kedua putaran", "seconds, both passes")
  static let paymentRate = Phrase("pembayaran / d", "payments / s")
  static let decisionRate = Phrase("putusan / d", "decisions / s")
  static let written = Phrase("bita ditulis", "bytes written")
  static let memory = Phrase("puncak memori", "peak memory")
  static let loading = Phrase("memuat daftar keluarga, detik", "loading the registry, seconds")
  static let durable = Phrase("pembayaran, tersimpan di disk", "payments, durable")
  static let seconds = Phrase("detik", "seconds")
  static let rawRate = Phrase(
    "verifikasi saja / d, kunci dan inti yang sama", "raw verifies / s, same keys and cores")
  static let ratio = Phrase("rasio", "ratio")
  static let medianBlock = Phrase("median blok, md", "median block, ms")

  // The read model
  static let runEntries = Phrase("buku besar: entri / d dalam satu siklus", "ledger: entries / s in a cycle")
  static let readBlocks = Phrase("dibaca: blok / d", "read: blocks / s")
  static let readEntries = Phrase("dibaca: entri / d", "read: entries / s")
  static let yearEntries = Phrase("setahun buatan: entri / d", "a made-up year: entries / s")
  static let yearBytes = Phrase("setahun buatan: bita per entri", "a made-up year: bytes an entry")
  static let histories = Phrase("riwayat dengan bukti", "history with proofs")
  static let yearHistories = Phrase("setahun buatan: riwayat", "a made-up year: history")
  static let coverage = Phrase("cakupan satu desa", "a village's coverage")
  static let regions = Phrase("desa-desa satu kecamatan, dengan bukti", "a district's villages, with proofs")

  static func median(_ name: Phrase) -> Phrase {
    Phrase("\(name.indonesian), median, md", "\(name.english), median, ms")
  }

  static func p99(_ name: Phrase) -> Phrase { Phrase("\(name.indonesian), p99, md", "\(name.english), p99, ms") }

  static func aPayment(_ all: String, _ each: String) -> Phrase {
    Phrase("\(all) (\(each) per pembayaran)", "\(all) (\(each) a payment)")
  }

  static func aFamily(_ all: String, _ each: String) -> Phrase {
    Phrase(
      "\(all) MiB (\(each) B per keluarga, termasuk pembuat daftar keluarga)",
      "\(all) MiB (\(each) B a family, registry generator included)")
  }
}
