import Coding

extension String {
  /// The text with what would disturb a terminal replaced: names come from files and ledgers of others.
  var printable: String {
    guard unicodeScalars.contains(where: { $0.isDisruptive && $0 != "\n" }) else { return self }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: unicodeScalars.map { $0.isDisruptive && $0 != "\n" ? "\u{FFFD}" : $0 })
    return String(scalars)
  }
}

extension Text {
  /// A text given with an option: of 1 to `max` bytes, all of them to be seen.
  init(_ option: String, _ value: String, max: Int = 64) throws(UsageError) {
    guard !value.isEmpty else {
      throw UsageError("'\(option)' kosong; tulis sesuatu", "'\(option)' is empty; write something")
    }
    let count = value.utf8.count
    guard count <= max else {
      throw UsageError(
        "'\(option)' berisi \(count) bita; tulis paling banyak \(max)",
        "'\(option)' has \(count) bytes; write \(max) at most")
    }
    if let scalar = value.unicodeScalars.first(where: \.isDisruptive) {
      throw UsageError(
        "'\(option)' memuat karakter yang tidak tampak (\(scalar.name)); hapus",
        "'\(option)' has a character that does not show (\(scalar.name)); remove it")
    }
    self.init(value)
  }
}
