import Engine
import HTTPTypes
import Hummingbird
import Presentation

/// Whether the process lives, whether it takes commands, and what it measures.
struct HealthRoutes {
  let engine: SoloEngine
  let heads: HeadKeeper
  let metrics: NodeMetrics

  func add(to api: API) {
    api.get("/health", "Whether the process lives.", answers: [.json(.object(["status": .string]))]) { _, _ in
      Response(["status": "ok"]).cached("no-store")
    }
    api.get(
      "/ready", "Whether the node takes commands; where genesis names witnesses, how far they are behind.",
      answers: [
        .json(
          .object([
            "status": .string, "height": .integer, "time": .text("date-time"), "uncosignedEntries?": .integer,
            "cosignedAge?": .nullable(.integer),
          ]))
      ],
      problems: [.stopped]
    ) { [engine, heads] _, _ in
      guard engine.replica.stopReason == nil else {
        throw Problem.stopped
      }
      let newest = engine.replica.newestBlock
      var members: [JSON.Member] = [
        .init(key: "status", value: "ready"), .init(key: "height", value: JSON(newest.height)),
        .init(key: "time", value: newest.time.json),
      ]
      if let lag = heads.witnessLag {
        members.append(.init(key: "uncosignedEntries", value: JSON(lag.entries)))
        members.append(.init(key: "cosignedAge", value: JSON(lag.age) { JSON($0) }))
      }
      return Response(.object(members)).cached("no-store")
    }
    api.get(
      "/metrics", "Measures for operators (Prometheus text).",
      answers: [.other(type: PrometheusText.contentType, "One measure a line.")]
    ) { [engine, heads, metrics] _, _ in
      Response(bytes: Array(metrics.text(engine, heads.witnessLag).utf8), type: PrometheusText.contentType).cached(
        "no-store")
    }
  }
}
