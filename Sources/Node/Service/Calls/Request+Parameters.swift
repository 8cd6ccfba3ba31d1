import Coding
import Hummingbird
import Rules

extension Request {
  /// Whether the caller asks for JSON rather than for a record with its proof.
  var wantsJSON: Bool { headers[.accept]?.contains(BodyType.json) ?? false }

  /// Refuses parameters that the call does not have: whoever mistypes one is told, and not answered as if it were not
  /// there.
  func requireQuery(of known: [String]) throws(Problem) {
    for (name, _) in uri.queryParameters where !name.isEmpty && !known.contains(String(name)) {
      // Not all of what may be a page of it.
      let name = name.prefix(40)
      let names = known.map { "'\($0)'" }.joined(separator: ", ")
      throw .malformed(
        known.isEmpty
          ? Phrase(
            "'\(name)' tidak dikenal: di sini tidak ada parameter.",
            "'\(name)' is not known: there are no parameters here.")
          : Phrase("'\(name)' tidak dikenal; yang ada: \(names).", "'\(name)' is not known; there are: \(names)."))
    }
  }

  /// A whole number of the query; nil where it is not there.
  func number(_ name: String) throws(Problem) -> UInt64? {
    guard let text = uri.queryParameters[name[...]] else { return nil }
    guard let number = UInt64(text) else {
      throw .malformed(Phrase("'\(name)' harus bilangan bulat", "'\(name)' is a whole number"))
    }
    return number
  }

  /// `limit` of the query, from 1 to the most there may be; 50 where it is not there.
  func limit(of maximum: Int) throws(Problem) -> Int {
    guard let number = try number("limit") else { return min(50, maximum) }
    guard (1...UInt64(maximum)).contains(number) else {
      throw .malformed(Phrase("'limit' dari 1 sampai \(maximum)", "'limit' is from 1 to \(maximum)"))
    }
    return Int(number)
  }

  /// A region's code of the query, with or without points; nil where it is not there.
  func region(_ name: String) throws(Problem) -> Region? {
    guard let text = uri.queryParameters[name[...]] else { return nil }
    guard let region = Region(code: String(text)) else {
      throw .malformed(
        Phrase(
          "'\(name)' adalah kode wilayah, seperti 53.15.06.2001", "'\(name)' is a region's code, like 53.15.06.2001"))
    }
    return region
  }
}

extension Region {
  /// `53.15.06.2001` or `5315062001`, as short as the level.
  init?(code: String) {
    if let region = Region(code) {
      self = region
    } else if let number = UInt64(code) {
      self.init(number: number)
    } else {
      return nil
    }
  }
}
