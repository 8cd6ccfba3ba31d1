import Engine
import HTTPTypes
import Hummingbird
import Presentation

/// Whether the process lives, whether it takes commands, and what it measures.
struct HealthRoutes {
  let engine: SoloEngine
  let metrics: NodeMetrics

  func add(to api: API) {
    api.get("/health", "Whether the process lives.", answers: [.json(.object(["status": .string]))]) { _, _ in
      Response(["status": "ok"]).cached("no-store")
    }
    api.get(
      "/ready", "Whether the node takes commands.",
      answers: [.json(.object(["status": .string, "height": .integer, "time": .text("date-time")]))],
      problems: [.stopped]
    ) { [engine] _, _ in
      guard engine.replica.stopReason == nil else {
        throw Problem.stopped
      }
      let newest = engine.replica.newestBlock
      return Response(["status": "ready", "height": JSON(newest.height), "time": newest.time.json]).cached("no-store")
    }
    api.get(
      "/metrics", "Measures for operators (Prometheus text).",
      answers: [.other(type: PrometheusText.contentType, "One measure a line.")]
    ) { [engine, metrics] _, _ in
      Response(bytes: Array(metrics.text(engine).utf8), type: PrometheusText.contentType).cached("no-store")
    }
  }
}
