import Coding
import Foundation
import Presentation

/// A node of this very program, as a process of its own.
final class NodeProcess: Sendable {
  let port: Int
  let id: Int32
  private let process: Process

  /// Starts one on a directory and returns once it answers.
  init(data: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      // A few payers from one address stand for a country: what guards against such is out of the way.
      "node", "run", "--json", "--set", "limits.address_connections=100000", "--set", "limits.address_rate=1000000",
      "--set", "limits.address_burst=10000000", "--set", "limits.account_rate=1000000", "--set",
      "limits.account_burst=10000000", "--data", data, "--port", "0", "--log-level", "warning", "--log-format", "json",
    ]
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    try process.run()
    self.process = process
    id = process.processIdentifier
    var text: [UInt8] = []
    var port: Int?
    while port == nil {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else {
        throw Failure("node pengukuran tidak mau berjalan", "the node to be measured does not start")
      }
      text += more
      port = text.split(separator: UInt8(ascii: "\n")).lazy.compactMap(Self.port).first
    }
    self.port = port!
  }

  private static func port(_ line: ArraySlice<UInt8>) -> Int? {
    guard let json = try? JSONReader.read(Array(line)), case .string("listening")? = json["event"],
      case .int(let port)? = json["port"]
    else { return nil }
    return Int(port)
  }

  /// Bytes it holds in memory.
  var memory: Int {
    let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
  }

  /// Asks it to stop.
  func terminate() { process.terminate() }

  /// Ends it where it stands.
  func kill() { Foundation.kill(id, SIGKILL) }

  func waitUntilEnd() { process.waitUntilExit() }

  func stop() {
    terminate()
    waitUntilEnd()
  }
}
