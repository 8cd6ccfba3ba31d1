import Glibc

/// Whole files at once.
extension File {
  /// All bytes of a file of at most `limit` bytes.
  public static func contents(of path: String, limit: Int = 1 << 30) throws(StorageError) -> [UInt8] {
    let file = try File(path, .read)
    let size = try file.size
    guard size <= limit else {
      throw StorageError(.other, cannot: "read", path: path, reason: "it has \(size) bytes, more than \(limit)")
    }
    return try file.read(size, at: 0)
  }

  /// Puts a file with these bytes in the place of whatever was there. At every moment, even through a power cut,
  /// there is the old file or the new one.
  ///
  /// - Parameter suffix: of the file that is written beside it first. Where several processes may do so at once, each has its own.
  public static func replace(
    _ path: String, with bytes: [UInt8], permissions: UInt32 = 0o600, by suffix: String = "new"
  ) throws(StorageError) {
    let temporary = "\(path).\(suffix)"
    do throws(StorageError) {
      let file = try File(temporary, .createOrUpdate, permissions: permissions)
      try file.resize(0)
      try file.write(bytes, at: 0)
      try file.synchronise()
      try Directory.move(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
