import Engine
import HTTPTypes
import Hummingbird
import NIOPosix
import Transparency

/// The log as C2SP tlog-tiles has it: a head and files that never change, so that any cache can carry the reading.
struct TileRoutes {
  let log: PublishedLog
  let heads: HeadKeeper

  func add(to api: API) {
    api.get(
      "/checkpoint", "The newest published head, cosigned (C2SP tlog-checkpoint).",
      answers: [.other(type: BodyType.text, "A signed note.")], problems: [.notFound]
    ) { _, _ in try checkpoint() }
    api.get(
      "/tile/**", "Tiles of hashes and bundles of entries (C2SP tlog-tiles).",
      answers: [.other(type: "application/octet-stream", "Hashes of 32 bytes, or entries with their lengths.")],
      problems: [.notFound]
    ) { request, _ in
      guard let tile = Tile(path: String(request.uri.path.dropFirst())) else { throw Problem.notFound }
      // A bundle is read from the disk.
      let data = try await NIOThreadPool.singleton.runIfActive { [log] in try log.data(of: tile) }
      guard let data else { throw Problem.notFound }
      return Response(bytes: data, type: BodyType.octets).cached(tile.isFull ? Self.forEver : Self.forNow).open
    }
  }

  /// The newest head that enough witnesses have cosigned; the log's own word before the first, or where none are asked.
  private func checkpoint() throws(Problem) -> Response {
    guard let note = heads.cosigned?.note ?? log.head?.note.bytes else { throw .stopped }
    return Response(bytes: note, type: BodyType.text).cached("public, max-age=1, stale-while-revalidate=5").open
  }

  /// A full tile never changes.
  private static let forEver = "public, max-age=31536000, immutable"
  /// A part of one does not either, but nobody asks for it once there is more.
  private static let forNow = "public, max-age=60"
}

extension Response {
  /// The same, for pages of any site to read.
  fileprivate var open: Response {
    var response = self
    response.headers[.accessControlAllowOrigin] = "*"
    return response
  }
}
