import Platform

/// Files a command writes for people, `-` being the standard output.
enum Output {
  /// Writes the file beside its name and moves it there when it is whole.
  static func write(_ bytes: [UInt8], to path: String) throws {
    if path == "-" { return OutputStream(1).write(String(decoding: bytes, as: UTF8.self)) }
    let temporary = path + ".new"
    do {
      let file = try File(temporary, .createOrUpdate, permissions: 0o644)
      try file.resize(0)
      try file.write(bytes, at: 0)
      try file.synchronise()
      try Directory.move(temporary, to: path)
    } catch {
      try? Directory.remove(temporary)
      throw error
    }
  }
}
