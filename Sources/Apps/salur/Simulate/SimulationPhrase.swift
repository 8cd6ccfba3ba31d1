import Model
import Presentation

/// What a simulation says.
enum SimulationPhrase {
  static let trying = Phrase("Mencoba program", "Trying the programme")
  static let cycle = Phrase("siklus", "cycle")
  static let due = Phrase("jatuh tempo", "falls due")
  static let decided = Phrase("diputus", "decided")
  static let paid = Phrase("dibayar", "paid")
  static let people = Phrase("orang", "people")
  static let rupiah = Phrase("rupiah", "rupiah")
  static let undecided = Phrase("belum diputus", "undecided")
  static let allCycles = Phrase("semua siklus", "all cycles")
  static let before = Phrase("dulu", "before")
  static let paidFor = Phrase("dibayar untuk", "paid for")
  static let largest = Phrase("siklus terbesar", "largest cycle")
  static let payments = Phrase("pembayaran", "payments")
  static let refused = Phrase("ditolak karena tidak memenuhi", "refused for not meeting")
  static let noPayment = Phrase("tidak ada pembayaran yang berlaku", "no payment applies")
  static let waits = Phrase("menunggu fakta", "waits for the fact")
  static let fault = Phrase("aturan tidak dapat dihitung", "a rule could not be computed")
  static let region = Phrase("wilayah", "region")
  static let gains = Phrase("bertambah", "gain")
  static let losses = Phrase("berkurang", "lose")
  static let more = Phrase("tambahan", "more")
  static let less = Phrase("pengurangan", "less")
  static let total = Phrase("semua", "all")
  static let row = Phrase("baris registri", "registry line")
  static let old = Phrase("lama", "old")
  static let new = Phrase("baru", "new")
  static let difference = Phrase("selisih", "difference")
  static let budget = Phrase("Anggaran", "Budget")
  static let byRegion = Phrase("Menurut wilayah", "By region")
  static let byRule = Phrase("Menurut aturan", "By rule")
  static let byCycle = Phrase("Menurut siklus", "By cycle")
  static let comparison = Phrase("Perbandingan dengan dokumen lama", "Compared with the old document")
  static let examples = Phrase("Perubahan terbesar", "The largest changes")

  static func by(_ field: String) -> Phrase { Phrase("Menurut \(field)", "By \(field)") }

  static func written(_ file: String) -> Phrase { Phrase("\(file) ditulis.", "\(file) is written.") }

  static func unit(_ unit: RegistrantUnit) -> Phrase {
    unit == .family ? Phrase("keluarga", "families") : Phrase("orang", "persons")
  }

  static func tried(_ registry: String, families: String, people: String, seconds: String) -> Phrase {
    Phrase(
      "Dicoba pada \(registry): \(families) keluarga, \(people) orang, dalam \(seconds) detik.",
      "Tried on \(registry): \(families) families, \(people) people, in \(seconds) seconds.")
  }

  static func needs(_ total: String, cap: String, peak: String, cycle: String) -> Phrase {
    Phrase(
      "Perlu \(total) dari pagu \(cap); siklus terbesar \(cycle) perlu \(peak).",
      "Needs \(total) of a cap of \(cap); the largest cycle, \(cycle), needs \(peak).")
  }

  static func enough(_ rest: String) -> Phrase {
    Phrase("Pagu cukup; tersisa \(rest).", "The cap is enough; \(rest) are left.")
  }

  static func shortfall(_ gap: String, cycle: String) -> Phrase {
    Phrase(
      "PAGU KURANG \(gap): habis pada siklus \(cycle).", "THE CAP FALLS SHORT by \(gap): it runs out in cycle \(cycle)."
    )
  }

  static func changes(_ changed: String, same: String, new: String, gone: String) -> Phrase {
    Phrase(
      "\(changed) berubah, \(same) tetap; \(new) baru menerima, \(gone) tidak lagi.",
      "\(changed) change, \(same) stay as they are; \(new) are paid for the first time, \(gone) no longer.")
  }

  static func missingField(_ field: String, _ file: String) -> Phrase {
    Phrase(
      "\(file) tidak memuat kolom '\(field)' yang dibaca program, atau jenisnya lain; pakai registri dengan skema program",
      "\(file) has no column '\(field)' that the programme reads, or of another type; use a registry of the programme's schema"
    )
  }

  static func unreadable(_ name: String) -> Phrase {
    Phrase("\(name) tidak dapat dibaca; periksa berkasnya", "\(name) cannot be read; check the file")
  }

  static func otherUnit(_ old: String, _ new: String) -> Phrase {
    Phrase(
      "\(old) memutuskan per orang atau keluarga, lain dari \(new); bandingkan dokumen dengan 'unit' yang sama",
      "\(old) and \(new) do not decide about the same unit; compare documents with the same 'unit'")
  }

  static func askedSeries(_ series: String, _ file: String) -> Phrase {
    Phrase(
      "\(file) bertanya tentang \(series); sebutkan programnya dengan --with FILE",
      "\(file) asks about \(series); name its programme with --with FILE")
  }

  static let noObject = Phrase(
    "setiap baris adalah satu objek JSON; tulis {\"region\": \"53.15\", …}",
    "every line is one JSON object; write {\"region\": \"53.15\", …}")

  static func noSingleValue(_ key: String) -> Phrase {
    Phrase(
      "'\(key)' bukan satu nilai; tulis teks, bilangan, true atau false",
      "'\(key)' is no single value; write text, a number, true or false")
  }

  static func missingFacts(_ schema: String) -> Phrase {
    Phrase(
      "program membaca \(schema); sebutkan berkasnya dengan --facts \(schema)=FILE",
      "the programme reads \(schema); name a file of it with --facts \(schema)=FILE")
  }

  static func noCycle(_ file: String) -> Phrase {
    Phrase(
      "\(file) tidak punya siklus pada hari-hari itu; periksa 'from' dan 'until'",
      "\(file) has no cycle in those days; check 'from' and 'until'")
  }

  static let eventRegions = Phrase(
    "program dipicu peristiwa; sebutkan wilayahnya dengan --region KODE",
    "an event sets the programme off; name its regions with --region CODE")

  static func notSetOff(_ condition: String) -> Phrase {
    Phrase(
      "peristiwa ini tidak memicu program: \(condition); ubah nilainya dengan --event FIELD=NILAI",
      "this event does not set the programme off: \(condition); change its values with --event FIELD=VALUE")
  }

  static func eventField(_ text: String, _ known: [String]) -> Phrase {
    let known = known.joined(separator: ", ")
    return Phrase(
      "'\(text)' bukan isian peristiwa; tulis FIELD=NILAI dengan salah satu dari \(known)",
      "'\(text)' is no field of the event; write FIELD=VALUE with one of \(known)")
  }
}
