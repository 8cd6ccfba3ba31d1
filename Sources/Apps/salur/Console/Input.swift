import Glibc
import Platform

/// Files people name on the command line, `-` being the standard input.
enum Input {
  static let maximumBytes = 1 << 30

  /// All bytes of a file, or a sentence that says why not.
  static func bytes(of path: String, limit: Int = maximumBytes) throws -> [UInt8] {
    if path == "-" { return try standardInput(limit: limit) }
    if isDirectory(path) {
      throw Failure(
        "\(path) adalah direktori; sebutkan sebuah berkas di dalamnya", "\(path) is a directory; name a file in it")
    }
    return try File.contents(of: path, limit: limit)
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// What the file is called in messages.
  static func name(of path: String) -> String { path == "-" ? "<stdin>" : path }

  private static func standardInput(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count == 0 { return bytes }
      guard count > 0 || errno == EINTR else {
        let reason = String(cString: strerror(errno))
        throw Failure("masukan standar tidak dapat dibaca: \(reason)", "cannot read the standard input: \(reason)")
      }
      bytes += buffer.prefix(max(0, count))
      guard bytes.count <= limit else {
        throw Failure(
          "masukan standar lebih dari \(limit) bita; kirim lebih sedikit",
          "the standard input has more than \(limit) bytes; send less")
      }
    }
  }
}
