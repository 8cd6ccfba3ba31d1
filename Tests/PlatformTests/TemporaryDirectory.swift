import Glibc
import Platform

/// A directory that goes with its files when the last reference does.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    var template = [CChar]("/tmp/salur-test-XXXXXX".utf8CString)
    path = String(cString: mkdtemp(&template)!)
  }

  deinit { erase(path) }
}

/// Removes a file, or a directory and all that is in it.
private func erase(_ path: String) {
  for name in (try? Directory.names(in: path)) ?? [] { erase(path + "/" + name) }
  remove(path)
}
