import Coding
import Model
import Rules
import Signing

/// The document a network starts from, as people write it: agencies with their officers' keys, and parameters.
public struct GenesisDocument: Sendable {
  public let genesis: Genesis

  /// - Throws: everything that is wrong with the file at once.
  public init(file: String, bytes: [UInt8], keys: GenesisKeys) throws(DocumentError) {
    let document = try Document(file: file, bytes: bytes)
    genesis = try document.read(as: .genesis) { GenesisForm(keys: keys).read($0) }
  }
}

/// Reads the YAML form of a genesis document.
struct GenesisForm {
  let keys: GenesisKeys

  func read(_ root: Entry) -> Genesis? {
    let known = ["origin", "time", "parameters", "agencies", "log_key", "witnesses"]
    guard let fields = Fields(root, Phrase("dokumen awal jaringan", "a genesis document"), known) else { return nil }
    let origin = fields.required("origin")?.text(max: 128)
    let time = fields.required("time")?.time()
    let parameters = fields.optional("parameters", missing: Parameters()) { Self.parameters($0) }
    let entries = fields.required("agencies")?.list(max: 256)
    let agencies = entries?.map { agency($0) }
    if let entries, let agencies { check(agencies, entries, in: fields) }
    let logKey = self.logKey(fields)
    let witnesses = fields.optional("witnesses", missing: []) { $0.list(max: 32) { $0.text(max: 256) } }
    guard let origin, let time, let parameters, let agencies, let logKey, let witnesses else { return nil }
    let readable = agencies.compactMap(\.self)
    guard readable.count == agencies.count else { return nil }
    return Genesis(
      origin: origin, time: time, parameters: parameters, agencies: readable, logKey: logKey, witnesses: witnesses)
  }

  private func logKey(_ fields: Fields) -> Text? {
    if let entry = fields["log_key"] { return entry.text(max: 256) }
    if let log = keys.log { return log() }
    return fields.required("log_key")?.text(max: 256)
  }
}

extension Entry {
  /// A moment with its offset: `2026-01-01T00:00:00+07:00`.
  fileprivate func time() -> BlockTime? {
    guard let word = word() else { return nil }
    if let time = Timestamp(word), time.nanoseconds == 0 { return BlockTime(milliseconds: time.seconds * 1_000) }
    report(
      Phrase("'\(word)' bukan saat dalam detik bulat", "'\(word)' is not a moment in whole seconds"),
      Phrase("tulis seperti \"2026-01-01T00:00:00+07:00\"", "write it as \"2026-01-01T00:00:00+07:00\""))
    return nil
  }

  /// A number of minutes, `PT10M`, as milliseconds; nil where it is written otherwise, without a complaint.
  func minutes() -> Int64? {
    guard let scalar = node.scalar?.string, scalar.hasPrefix("PT"), scalar.hasSuffix("M") else { return nil }
    return Int64(scalar.dropFirst(2).dropLast()).flatMap { (0...1_440).contains($0) ? $0 * BlockTime.minute : nil }
  }

  /// A period as milliseconds, at most ten years: what the parameters hold.
  func milliseconds() -> Int64? {
    guard let period = period() else { return nil }
    if period.seconds <= 3650 * 86_400 { return period.seconds * 1_000 }
    report(
      Phrase("\(period) lebih lama dari sepuluh tahun", "\(period) is longer than ten years"),
      Phrase("tulis waktu yang lebih singkat", "write a shorter time"))
    return nil
  }
}
