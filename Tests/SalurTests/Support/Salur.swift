import Foundation

/// The built command, driven as a process, as people and scripts do.
enum Salur {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// The lines of the standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// The executable that was built together with these tests.
  static let executable: URL = {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("salur")
  }()

  /// The project's folder, where relative paths such as `Examples/schemas` begin.
  static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Runs it to its end, in the project's folder. Answers are in English, unless the environment says otherwise.
  static func run(
    _ arguments: String..., input: String = "", environment: [String: String] = ["LANG": "en_US.UTF-8"]
  ) throws -> Outcome {
    try run(arguments, input: input, environment: environment)
  }

  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = ["LANG": "en_US.UTF-8"]
  ) throws -> Outcome {
    try run(executable, arguments, input: input, environment: environment)
  }

  /// Runs a line of the shell in which `$SALUR` is the command, on a plain terminal where there is one.
  static func shell(_ line: String) throws -> Outcome {
    try run(
      URL(fileURLWithPath: "/bin/sh"), ["-c", line], input: "",
      environment: ["LANG": "en_US.UTF-8", "SALUR": executable.path, "TERM": "xterm"])
  }

  private static func run(
    _ program: URL, _ arguments: [String], input: String, environment: [String: String]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = project
    process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
    // Files, not pipes: neither side ever waits for the other.
    let scratch = TemporaryFolder()
    process.standardInput = try FileHandle(forReadingFrom: scratch.file("input", input))
    process.standardOutput = try FileHandle(forWritingTo: scratch.file("output"))
    process.standardError = try FileHandle(forWritingTo: scratch.file("errors"))
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: scratch.text(of: "output"), errors: scratch.text(of: "errors"))
  }

  /// A file of the project.
  static func text(of path: String) -> String? {
    try? String(contentsOf: project.appendingPathComponent(path), encoding: .utf8)
  }
}
