import Glibc
import Platform

/// A directory that goes with its files when the last reference does.
public final class TemporaryDirectory: Sendable {
  public let path: String

  /// In memory where there is such a place: thousands of syncs cost nothing there.
  public init() {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = [CChar]("\(parent)/salur-test-XXXXXX".utf8CString)
    path = String(cString: mkdtemp(&template)!)
  }

  deinit { erase(path) }

  /// Copies a directory of files.
  public func copy(_ source: String, to name: String) throws -> String {
    let destination = "\(path)/\(name)"
    erase(destination)
    try Directory.create(destination)
    for file in try Directory.names(in: source) where file != "LOCK" {
      try File.replace("\(destination)/\(file)", with: try File.contents(of: "\(source)/\(file)"))
    }
    return destination
  }
}

/// Removes a file, or a directory and all that is in it.
private func erase(_ path: String) {
  for name in (try? Directory.names(in: path)) ?? [] { erase(path + "/" + name) }
  remove(path)
}
