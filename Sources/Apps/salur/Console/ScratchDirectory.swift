import Foundation

/// Directories that are made for one run and go with it.
enum ScratchDirectory {
  /// Removes all of it, though somebody may still be writing there.
  static func remove(_ path: String) {
    for _ in 0..<8 where FileManager.default.fileExists(atPath: path) {
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
