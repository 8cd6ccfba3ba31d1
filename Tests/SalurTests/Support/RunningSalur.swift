import Foundation

/// A command that goes on running until it is stopped.
final class RunningSalur {
  private let process = Process()
  private let scratch = TemporaryFolder()

  struct TookTooLong: Error {
    let output: String
    let errors: String
  }

  convenience init(_ arguments: String..., environment: [String: String] = [:]) throws {
    try self.init(arguments, environment: environment)
  }

  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    process.executableURL = Salur.executable
    process.arguments = arguments
    process.currentDirectoryURL = Salur.project
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "en_US.UTF-8"].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: scratch.file("output"))
    process.standardError = try FileHandle(forWritingTo: scratch.file("errors"))
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  var id: Int32 { process.processIdentifier }

  /// Returns when the output has this text; half a minute is more than any start takes.
  func waitForOutput(_ text: String) throws {
    for _ in 0..<600 {
      if scratch.text(of: "output").contains(text) { return }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw TookTooLong(output: scratch.text(of: "output"), errors: scratch.text(of: "errors"))
  }

  /// The same of the standard error.
  func waitForErrors(_ text: String) throws {
    for _ in 0..<600 {
      if errors.contains(text) { return }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw TookTooLong(output: scratch.text(of: "output"), errors: errors)
  }

  var output: String { scratch.text(of: "output") }
  var errors: String { scratch.text(of: "errors") }

  /// Sends SIGINT, as Ctrl-C does, and returns the status it ends with.
  func interrupt() -> Int32 {
    process.interrupt()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Sends SIGTERM and returns the status it ends with.
  func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
