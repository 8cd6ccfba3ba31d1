import Engine
import HTTPTypes
import Hummingbird
import Presentation
import Transparency
import Wallet

/// The log as the world reads it.
struct LogRoutes {
  let replica: Replica
  let heads: HeadKeeper

  func add(to api: API) {
    api.get("/v1/genesis", "The document the network started from.", answers: [.cbor("Genesis")]) { _, _ in
      Response(replica.genesis).cached("public, max-age=86400, immutable")
    }
    api.get(
      "/v1/head", "The log's head, led on from the one the caller believes.", query: [.from],
      answers: [.cbor("HeadProof")], problems: [.behind]
    ) { request, _ in
      let trusted = try request.trustedSize()
      guard let proof = replica.readLog({ heads.proof(of: $0, size: $0.size, from: trusted) }) else {
        throw Problem.behind
      }
      return Response(proof).cached("no-store")
    }
  }
}
