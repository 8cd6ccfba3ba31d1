import Engine
import HTTPTypes
import Hummingbird
import Presentation

/// Whether the process lives, whether it takes commands, and what it measures.
struct HealthRoutes {
  let engine: SoloEngine
  let metrics: NodeMetrics

  func add(to router: Router<CallContext>) {
    router.get("health") { _, _ in Response(["status": "ok"]).cached("no-store") }
    router.get("ready") { [engine] _, _ in
      guard engine.replica.stopReason == nil else {
        throw Problem.stopped
      }
      let newest = engine.replica.newestBlock
      return Response(["status": "ready", "height": JSON(newest.height), "time": newest.time.json]).cached("no-store")
    }
    router.get("metrics") { [engine, metrics] _, _ in
      Response(bytes: Array(metrics.text(engine).utf8), type: PrometheusText.contentType).cached("no-store")
    }
  }
}
