import Glibc

/// Folders, by their paths.
public enum Directory {
  /// Makes the directory, and those above it, if it does not exist.
  public static func create(_ path: String, permissions: UInt32 = 0o700) throws(StorageError) {
    if exists(path) { return }
    let parent = parent(of: path)
    if parent != path { try create(parent, permissions: permissions) }
    guard mkdir(path, permissions) == 0 || errno == EEXIST else { throw StorageError(cannot: "create", path: path) }
    try synchronise(parent)
  }

  /// Whether there is a file or directory.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The names in a directory, in the order of their bytes.
  public static func names(in path: String) throws(StorageError) -> [String] {
    guard let stream = opendir(path) else { throw StorageError(cannot: "list", path: path) }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw StorageError(cannot: "list", path: path) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Renames a file, replacing any of that name, durably.
  public static func move(_ path: String, to destination: String) throws(StorageError) {
    guard rename(path, destination) == 0 else { throw StorageError(cannot: "move \(path) to", path: destination) }
    try synchronise(parent(of: destination))
  }

  /// Removes a file, durably.
  public static func remove(_ path: String) throws(StorageError) {
    guard unlink(path) == 0 else { throw StorageError(cannot: "remove", path: path) }
    try synchronise(parent(of: path))
  }

  /// Returns when the names in the directory would outlast a power cut.
  public static func synchronise(_ path: String) throws(StorageError) {
    let descriptor = retrying { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw StorageError(cannot: "open", path: path) }
    defer { close(descriptor) }
    guard retrying({ fsync(descriptor) }) == 0 else { throw StorageError(cannot: "make durable", path: path) }
  }

  /// The directory a path is in.
  public static func parent(of path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: true)
    if parts.isEmpty { return path.isEmpty ? "." : "/" }
    parts.removeLast()
    if path.utf8.first == UInt8(ascii: "/") { return "/" + parts.joined(separator: "/") }
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }
}
