import Foundation

/// A folder that goes with all that is in it.
final class TemporaryFolder: Sendable {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("salur-test-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Makes a file.
  @discardableResult
  func file(_ name: String, _ text: String = "") -> URL { file(name, bytes: Array(text.utf8)) }

  @discardableResult
  func file(_ name: String, bytes: [UInt8]) -> URL {
    let file = url.appendingPathComponent(name)
    FileManager.default.createFile(atPath: file.path, contents: Data(bytes))
    return file
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func text(of name: String) -> String {
    (try? Data(contentsOf: url.appendingPathComponent(name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
