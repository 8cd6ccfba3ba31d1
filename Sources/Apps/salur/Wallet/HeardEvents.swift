/// How far a wallet has followed its account: what came before is no news.
struct HeardEvents: Equatable {
  /// The node's number of the last event; where its stream goes on.
  var id: UInt64
  /// In a log of so many entries …
  var size: UInt64
  /// … the state counted so many of the account, modulo 2³².
  var entries: UInt32
}

extension HeardEvents {
  /// As a line of text: the three numbers.
  var text: String { "\(id) \(size) \(entries)" }

  init?(text: some StringProtocol) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, let id = UInt64(parts[0]), let size = UInt64(parts[1]), let entries = UInt32(parts[2])
    else { return nil }
    self.init(id: id, size: size, entries: entries)
  }
}
