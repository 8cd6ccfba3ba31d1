import Glibc
import Platform

/// Where a registry is written to: a file that takes its name when it is whole, or a stream such as a pipe.
struct RegistryOutput {
  /// What people call it.
  let name: String
  /// What has to go if the work is broken off.
  let temporary: String?
  private let target: Target
  private var offset = 0

  private enum Target {
    case file(File)
    case stream(OutputStream)
  }

  /// - Parameters:
  ///   - path: `-` is the standard output; a folder gets a `registry.csv`.
  ///   - replaces: whether a file that is there may go.
  init(_ path: String, replaces: Bool, _ console: Console) throws {
    let path = path != "-" && (path.hasSuffix("/") || Input.isDirectory(path)) ? path + "/registry.csv" : path
    name = path
    if path == "-" {
      (target, temporary) = (.stream(console.output), nil)
    } else if Input.isStream(path) {
      // A device or a pipe is written into, never replaced.
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Failure(RegistryPhrase.cannotWrite(path, String(cString: strerror(errno)))) }
      (target, temporary) = (.stream(OutputStream(descriptor)), nil)
    } else {
      guard replaces || !Directory.exists(path) else { throw Failure(RegistryPhrase.isThere(path)) }
      let file = try File(path + ".new", .createOrUpdate, permissions: 0o644)
      (target, temporary) = (.file(file), path + ".new")
      try file.resize(0)
    }
  }

  mutating func write(_ bytes: [UInt8]) throws {
    switch target {
    case .file(let file): try file.write(bytes, at: offset)
    case .stream(let stream): stream.write(bytes)
    }
    offset += bytes.count
  }

  /// Puts the whole file in its place.
  func finish() throws {
    switch target {
    case .file(let file):
      try file.synchronise()
      try Directory.move(file.path, to: name)
    case .stream(let stream): stream.flush()
    }
  }

  /// Leaves nothing half-written.
  func remove() {
    if let temporary { try? Directory.remove(temporary) }
  }
}
