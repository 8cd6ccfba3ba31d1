import Presentation

/// What a bench over HTTP found out.
struct HTTPFigures {
  /// Answers a second with every connection busy.
  var most = 0.0
  /// Payments a second while latencies were taken.
  var rate = 0.0
  var histogram = LatencyHistogram()
  var memoryBefore = 0
  var memoryAfter = 0
  /// Answers that were neither done nor finally refused, by status.
  var failures: [Int: Int] = [:]
  var firstProblem = ""
  /// Without an answer when the node was killed, and when it was stopped; sent again afterwards.
  var killed = 0
  var stopped = 0
  var acknowledged = 0
  /// Of these, finally refused by the ledger, and with which codes.
  var rejected = 0
  var rejections: Set<UInt16> = []
  var lost = 0
  var doubled = 0

  static let percentiles: [(String, UInt64)] = [
    ("p50", 50_000), ("p90", 90_000), ("p99", 99_000), ("p99.9", 99_900),
  ]

  /// Why the figures are worth nothing; nil where all is well.
  var wrong: Phrase? {
    if !failures.isEmpty {
      let list = failures.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
      return Phrase(
        "ada pembayaran yang tidak diterima (\(list)): \(firstProblem)",
        "some payments were not taken (\(list)): \(firstProblem)")
    }
    if rejected > 0 {
      let codes = rejections.sorted().map { "\($0)" }.joined(separator: ", ")
      return Phrase(
        "\(rejected) pembayaran ditolak buku besar (\(codes))",
        "\(rejected) payments were rejected by the ledger (\(codes))")
    }
    guard lost > 0 || doubled > 0 else { return nil }
    return Phrase(
      "setelah node dihentikan, \(lost) pembayaran hilang dan \(doubled) berganda; laporkan ini",
      "after the node was ended \(lost) payments are lost and \(doubled) are doubled; report this")
  }

  var json: JSON {
    var latency = Self.percentiles.map { name, place in
      JSON.Member(key: name, value: JSON(histogram.percentile(place)))
    }
    latency.append(.init(key: "max", value: JSON(histogram.maximum)))
    return [
      "machine": .string(Machine().description), "mostPerSecond": .int(Int64(most)), "ratePerSecond": .int(Int64(rate)),
      "payments": JSON(histogram.count), "microseconds": .object(latency), "memoryBefore": JSON(memoryBefore),
      "memoryAfter": JSON(memoryAfter), "failures": JSON(failures.values.reduce(0, +)),
      "unansweredAfterKill": JSON(killed), "unansweredAfterStop": JSON(stopped), "acknowledged": JSON(acknowledged),
      "rejected": JSON(rejected), "lost": JSON(lost), "doubled": JSON(doubled),
    ]
  }
}

enum HTTPBenchPhrase {
  static let most = Phrase("pembayaran / d, paling banyak", "payments / s, at most")
  static let rate = Phrase("pembayaran / d, saat diukur", "payments / s, measured at")
  static let answered = Phrase("pembayaran diukur", "payments measured")
  static let maximum = Phrase("paling lama", "max")
  static let memory = Phrase("memori node", "node's memory")
  static let ended = Phrase("setelah kill −9 dan SIGTERM", "after kill −9 and SIGTERM")

  static func kept(_ directory: String) -> Phrase {
    Phrase("Direktori node tetap ada di \(directory).", "The node's directory stays at \(directory).")
  }

  static func ended(_ figures: HTTPFigures, _ language: Language) -> Phrase {
    let (all, again) = (language.number(figures.acknowledged), "\(figures.killed) + \(figures.stopped)")
    return Phrase(
      "\(all) terjawab, \(figures.lost) hilang, \(figures.doubled) berganda; \(again) dikirim ulang",
      "\(all) acknowledged, \(figures.lost) lost, \(figures.doubled) doubled; \(again) sent again")
  }
}
