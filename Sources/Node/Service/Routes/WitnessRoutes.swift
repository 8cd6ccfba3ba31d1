import Hummingbird
import Presentation
import Transparency

/// How the witnesses stand, as the node sees them: for its operator, and for whoever wonders why a head is old.
struct WitnessRoutes {
  let rounds: WitnessRounds

  func add(to api: API) {
    api.get(
      "/v1/witnesses", "The witnesses this node asks, and how far each has cosigned.",
      answers: [.json(.array(.named("Witness")))]
    ) { _, _ in
      let peers = await rounds.standing
      return Response(.array(peers.map(Self.json))).cached("no-store")
    }
  }

  private static func json(_ peer: WitnessPeer) -> JSON {
    [
      "verifierKey": .string(peer.address.key.verifierKey), "size": JSON(peer.size),
      "problem": JSON(peer.problem) { .string($0.forEverybody.english) },
      "problem_id": JSON(peer.problem) { .string($0.forEverybody.indonesian) },
    ]
  }
}
