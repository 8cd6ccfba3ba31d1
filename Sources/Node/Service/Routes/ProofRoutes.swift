import Coding
import Engine
import HTTPTypes
import Hummingbird
import Presentation
import Signing
import Transparency

/// Proofs about the log, for everybody: they show nothing but hashes.
struct ProofRoutes {
  let replica: Replica

  func add(to api: API) {
    api.get(
      "/v1/proofs/entry/:index", "That an entry is in the log.",
      query: [.init(name: "size", meaning: "Of the log; all of it where left out.", schema: .integer)],
      answers: [
        .json(
          .object(["index": .integer, "size": .integer, "siblings": .array(.string), "checkpoint": .string])),
        .cbor("InclusionProof"),
      ]
    ) { request, context in try entry(request, context) }
    api.get(
      "/v1/proofs/consistency", "That the log of one size is the beginning of the log of another.",
      query: [
        .init(name: "from", meaning: "The old size.", schema: .integer, isRequired: true),
        .init(name: "to", meaning: "The new size; all of the log where left out.", schema: .integer),
      ],
      answers: [
        .json(.object(["from": .integer, "to": .integer, "hashes": .array(.string), "checkpoint": .string])),
        .cbor("ConsistencyProof"),
      ], problems: [.behind]
    ) { request, _ in try consistency(request) }
  }

  private func entry(_ request: Request, _ context: CallContext) throws -> Response {
    guard let index = context.parameters.get("index").flatMap({ UInt64($0) }) else { throw Problem.notFound }
    let asked = try request.size("size")
    let found = replica.read { _, log, _ -> (InclusionProof, Digest)? in
      let size = asked ?? log.size
      guard index < size, size <= log.size else { return nil }
      return (log.inclusionProof(of: index, size: size), log.root(size: size))
    }
    guard let (proof, root) = found else { throw Problem.notFound }
    if request.wantsCBOR { return Response(proof).cached("no-store") }
    return Response([
      "index": JSON(proof.index), "size": JSON(proof.size), "siblings": .array(proof.siblings.map(\.json)),
      "checkpoint": checkpoint(proof.size, root),
    ]).cached("no-store")
  }

  private func consistency(_ request: Request) throws -> Response {
    guard let old = try request.size("from") else {
      throw Problem.malformed(Phrase("'from' harus ada: ukuran yang lama.", "'from' is needed: the old size."))
    }
    let asked = try request.size("to")
    let found = replica.read { _, log, _ -> (ConsistencyProof, Digest)? in
      let new = asked ?? log.size
      guard old <= new, new <= log.size else { return nil }
      return (log.consistencyProof(from: old, to: new), log.root(size: new))
    }
    guard let (proof, root) = found else { throw Problem.behind }
    if request.wantsCBOR { return Response(proof).cached("no-store") }
    return Response([
      "from": JSON(proof.oldSize), "to": JSON(proof.newSize), "hashes": .array(proof.hashes.map(\.json)),
      "checkpoint": checkpoint(proof.newSize, root),
    ]).cached("no-store")
  }

  /// The head the proof leads to, a signed note.
  private func checkpoint(_ size: UInt64, _ root: Digest) -> JSON {
    .string(String(decoding: replica.signedHead(size: size, root: root).bytes, as: UTF8.self))
  }
}

extension Request {
  /// A number of entries in the query; nil where it is not there.
  fileprivate func size(_ name: String) throws(Problem) -> UInt64? {
    guard let text = uri.queryParameters[name[...]] else { return nil }
    guard let size = UInt64(text) else {
      throw .malformed(Phrase("'\(name)' adalah jumlah catatan.", "'\(name)' is a number of entries."))
    }
    return size
  }
}
