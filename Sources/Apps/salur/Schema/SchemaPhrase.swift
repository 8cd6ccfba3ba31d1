import Model
import Rules

/// What the schema commands say.
enum SchemaPhrase {
  static let schema = Phrase("skema", "schema")
  static let subject = Phrase("tentang", "about")
  static let fields = Phrase("isian", "fields")
  static let field = Phrase("isian", "field")
  static let type = Phrase("jenis", "type")
  static let life = Phrase("masa", "life")
  static let optional = Phrase("boleh kosong", "optional")
  static let meaning = Phrase("arti", "meaning")
  static let same = Phrase("Kedua skema sama.", "Both schemas are the same.")
  static let compatible = Phrase(
    "Data skema lama dapat dibaca sebagai skema baru.", "Records of the old schema can be read as the new one.")
  static let breaking = Phrase(
    "Data skema lama tidak dapat dibaca sebagai skema baru; daftarkan sebagai versi di samping yang lama.",
    "Records of the old schema cannot be read as the new one; register it as a version beside the old one.")

  static func subject(_ subject: FactSchema.Subject) -> Phrase {
    switch subject {
    case .family: Phrase("keluarga", "families")
    case .person: Phrase("orang", "persons")
    case .region: Phrase("wilayah", "regions")
    case .event: Phrase("peristiwa", "events")
    }
  }

  static func about(_ schema: FactSchema, _ language: Language) -> Phrase {
    let life = schema.life.map { "; \(Phrase("usang setelah", "stale after").text(language)) \($0)" } ?? ""
    let subject = subject(schema.subject)
    return Phrase("tentang \(subject.indonesian)\(life)", "about \(subject.english)\(life)")
  }

  static func good(_ file: String, _ schema: FactSchema) -> Phrase {
    Phrase("\(file): \(schema.name) baik", "\(file): \(schema.name) is good")
  }

  /// A type as authors write it.
  static func type(_ type: FieldType) -> String {
    switch type {
    case .bool: "bool"
    case .int(let min, let max): "int \(min)–\(max)"
    case .rupiah: "rupiah"
    case .date: "date"
    case .enumeration(let words): words.map(\.string).joined(separator: " | ")
    case .region: "region"
    case .text(let max): "text ≤ \(max)"
    case .records(let record, let max): "\(record.name) × ≤ \(max)"
    }
  }
}
