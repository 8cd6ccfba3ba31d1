import Coding
import CoreMetrics
import Engine
import Glibc
import Metrics
import Synchronization

/// What a node measures of itself. No label names anybody: routes are templates, programmes are public.
public final class NodeMetrics: EngineObserver {
  public let registry: MetricsRegistry
  private let accepted, rejected, refused, unknown: Counter
  private let blocks: Counter
  private let blockCommands: Recorder
  private let blockSeconds, syncSeconds: Metrics.Timer
  private let calls = Mutex<[Call: CallSeries]>([:])
  private let runs = Mutex<Set<RunName>>([])

  public init(_ registry: MetricsRegistry = MetricsRegistry()) {
    self.registry = registry
    func outcome(_ name: String) -> Counter {
      Counter(label: "salur_commands_total", dimensions: [("outcome", name)], factory: registry)
    }
    (accepted, rejected) = (outcome("accepted"), outcome("rejected"))
    (refused, unknown) = (outcome("refused"), outcome("unknown"))
    blocks = Counter(label: "salur_blocks_total", factory: registry)
    blockCommands = Recorder(label: "salur_block_commands", aggregate: true, factory: registry)
    blockSeconds = Metrics.Timer(label: "salur_block_seconds", factory: registry)
    syncSeconds = Metrics.Timer(label: "salur_sync_seconds", factory: registry)
  }

  // MARK: Blocks

  public func hasDecided(_ block: BlockMeasure) {
    accepted.increment(by: block.accepted)
    rejected.increment(by: block.rejected)
    refused.increment(by: block.refused)
    unknown.increment(by: block.unknown)
    blocks.increment()
    blockCommands.record(block.accepted + block.rejected)
    blockSeconds.recordNanoseconds(block.nanoseconds)
    syncSeconds.recordNanoseconds(block.syncNanoseconds)
    show(block.runs)
  }

  private struct RunName: Hashable {
    let series: Text
    let cycle: Text
  }

  /// A run that is done goes on being shown as done.
  private func show(_ runs: [RunProgress]) {
    let now = Set(runs.map { RunName(series: $0.series, cycle: $0.cycle) })
    let ended = self.runs.withLock { known in
      defer { known = now }
      return known.subtracting(now)
    }
    func set(_ name: String, _ run: RunName, _ value: UInt64) {
      Gauge(
        label: name, dimensions: [("series", run.series.string), ("cycle", run.cycle.string)], factory: registry
      ).record(value)
    }
    for run in ended { set("salur_run_underway", run, 0) }
    for run in runs {
      let name = RunName(series: run.series, cycle: run.cycle)
      set("salur_run_underway", name, 1)
      set("salur_run_registrants", name, run.registrants)
      set("salur_run_decided", name, run.decided)
      set("salur_run_entitled", name, run.entitled)
      set("salur_run_paid", name, run.paid)
    }
  }

  // MARK: Calls

  private struct Call: Hashable {
    let route: String
    let method: String
    let status: Int
  }

  private struct CallSeries {
    let count: Counter
    let time: Metrics.Timer
  }

  func count(route: String, method: String, status: Int, nanoseconds: UInt64) {
    let call = Call(route: route, method: method, status: status)
    let series = calls.withLock { calls in
      if let series = calls[call] { return series }
      let (registry, route) = (registry, ("route", route))
      let series = CallSeries(
        count: Counter(
          label: "salur_http_requests_total", dimensions: [route, ("method", method), ("status", String(status))],
          factory: registry),
        time: Metrics.Timer(
          label: "salur_http_request_seconds", dimensions: [route, ("method", method)], factory: registry))
      calls[call] = series
      return series
    }
    series.count.increment()
    series.time.recordNanoseconds(nanoseconds)
  }

  // MARK: Asked for

  /// Everything, with what is only looked up when somebody asks.
  ///
  /// - Parameter witnesses: nil where genesis names none.
  func text(_ engine: SoloEngine, _ witnesses: WitnessLag?) -> String {
    func gauge(_ name: String, _ value: some BinaryInteger) {
      Gauge(label: name, factory: registry).record(Int64(clamping: value))
    }
    let (newest, waiting) = (engine.replica.newestBlock, engine.waiting)
    gauge("salur_block_height", newest.height)
    gauge("salur_block_time_seconds", newest.time.milliseconds / 1_000)
    gauge("salur_log_entries", engine.replica.logSize)
    gauge("salur_checkpoint_entries", engine.replica.publishedSize)
    gauge("salur_queue_commands", waiting.commands)
    gauge("salur_queue_bytes", waiting.bytes)
    gauge("salur_stopped", engine.replica.stopReason == nil ? 0 : 1)
    if let witnesses {
      gauge("salur_uncosigned_entries", witnesses.entries)
      // Before the first it is older than any bound: whoever watches for age hears of it.
      Gauge(label: "salur_cosigned_age_seconds", factory: registry).record(witnesses.age.map { Double($0) } ?? .infinity)
    }
    if let memory = ProcessMemory.resident { gauge("process_resident_memory_bytes", memory) }
    return PrometheusText.text(registry, help: Self.help)
  }

  private static let help = [
    "salur_commands_total": "Commands by outcome: accepted, rejected (finally), refused (in no block), unknown.",
    "salur_blocks_total": "Blocks decided since the start.",
    "salur_block_commands": "Commands in a block.",
    "salur_block_seconds": "Seconds from a block's cut until it is durable and answered.",
    "salur_sync_seconds": "Seconds a block waited for the journal to be on the disk.",
    "salur_run_underway": "1 while a cycle's run decides or pays.",
    "salur_run_registrants": "Registrants of a cycle's run.",
    "salur_run_decided": "Registrants decided.",
    "salur_run_entitled": "Registrants entitled.",
    "salur_run_paid": "Registrants paid.",
    "salur_http_requests_total": "Calls by route, method and status.",
    "salur_http_request_seconds": "Seconds from a call's head until its answer begins.",
    "salur_block_height": "Height of the newest block.",
    "salur_block_time_seconds": "The ledger's clock, Unix time.",
    "salur_log_entries": "Entries of the log.",
    "salur_checkpoint_entries": "Entries under the newest published checkpoint.",
    "salur_uncosigned_entries": "Entries of the log that not enough witnesses have cosigned yet.",
    "salur_cosigned_age_seconds": "Seconds since enough witnesses cosigned a head; +Inf before the first.",
    "salur_queue_commands": "Commands that wait for a block.",
    "salur_queue_bytes": "Bytes of commands that wait for a block.",
    "salur_stopped": "1 once the node accepts nothing any more.",
    "process_resident_memory_bytes": "Memory the process holds.",
  ]
}

/// What the kernel says of this process.
enum ProcessMemory {
  /// Bytes in memory; nil where the kernel does not tell.
  static var resident: Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .split(separator: " ")
    return words.count > 1 ? Int(words[1]).map { $0 * Int(getpagesize()) } : nil
  }
}
