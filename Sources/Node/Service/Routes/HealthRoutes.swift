import Engine
import HTTPTypes
import Hummingbird
import Presentation

/// Whether the process lives, and whether it takes commands.
struct HealthRoutes {
  let engine: SoloEngine

  func add(to router: Router<CallContext>) {
    router.get("health") { _, _ in Response(["status": "ok"]).cached("no-store") }
    router.get("ready") { [engine] _, _ in
      guard engine.replica.stopReason == nil else {
        throw Problem.stopped
      }
      let newest = engine.replica.newestBlock
      return Response(["status": "ready", "height": JSON(newest.height), "time": newest.time.json]).cached("no-store")
    }
  }
}
