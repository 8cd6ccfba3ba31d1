import Foundation
import Platform
import Signing

/// What the figures were measured on.
struct Machine {
  let processor: String
  let cores: Int
  let memoryBytes: Int64

  init() {
    let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    processor =
      info.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last }.map { $0.trimmingCharacters(in: .whitespaces) } ?? "?"
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryBytes = Int64(ProcessInfo.processInfo.physicalMemory)
  }

  var description: String {
    "\(processor), \(cores) cores, \(memoryBytes >> 30) GiB, SHA-NI: \(SHA256.isAccelerated ? "yes" : "no")"
  }

  /// The most memory this process has had at once, bytes.
  static var peakMemory: Int64 {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int64(usage.ru_maxrss) << 10
  }

  /// Bytes this process has handed to the kernel to write, so far.
  static var bytesWritten: Int64 {
    let counters = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
    return counters.split(separator: "\n").first { $0.hasPrefix("wchar:") }
      .flatMap { Int64($0.dropFirst(6).trimmingCharacters(in: .whitespaces)) } ?? 0
  }
}

/// Runs work and says how many seconds it took.
func timed<Result>(_ body: () throws -> Result) rethrows -> (result: Result, seconds: Double) {
  let start = MonotonicClock.nowNanoseconds()
  let result = try body()
  return (result, Double(MonotonicClock.nowNanoseconds() - start) / 1e9)
}
