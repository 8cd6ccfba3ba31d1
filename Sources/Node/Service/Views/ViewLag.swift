import Coding
import Engine
import HTTPTypes
import Hummingbird
import Presentation
import Views

/// How far the read model is behind the ledger, as every answer made from it says.
struct ViewLag {
  let mark: ViewMark
  let blocks: UInt64
  let entries: UInt64

  var header: String { "blocks=\(blocks), entries=\(entries)" }

  var json: JSON { ["blocks": JSON(blocks), "entries": JSON(entries), "height": JSON(mark.height)] }
}

extension ViewKeeper {
  /// Gives the view a moment to come up with the newest block, unless it is far behind. While it is empty there is no answer.
  func lag(behind replica: Replica) async throws -> ViewLag {
    let newest = replica.newestBlock
    if let mark, mark.height + 32 > newest.height { _ = await has(newest.height) }
    guard let mark else { throw Problem.noView }
    return ViewLag(
      mark: mark, blocks: newest.height > mark.height ? newest.height - mark.height : 0,
      entries: newest.logSize > mark.entries ? newest.logSize - mark.entries : 0)
  }
}

extension HTTPField.Name {
  /// Blocks and entries that an answer does not know of yet.
  static let lag = HTTPField.Name("Salur-Lag")!
}

extension Problem {
  static let noView = Problem(
    status: .serviceUnavailable, name: "no-view",
    title: Phrase(
      "Server ini belum selesai menyusun riwayat; coba sebentar lagi",
      "This server has not finished building its histories; try again in a moment"), canRetry: true)
}
