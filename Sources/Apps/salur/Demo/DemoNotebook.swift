import Foundation
import Glibc
import Model
import Platform

/// What callers wrote down when they were answered. It lies outside the node, as their phones would.
struct DemoNotebook {
  let path: String

  init(_ path: String) { self.path = path }

  struct Answer {
    let command: String
    let entry: UInt64
  }

  /// The height after which spending begins.
  func startSpending(at height: UInt64) throws {
    try append("start \(height)")
  }

  func write(_ command: CommandID, _ entry: UInt64) throws {
    try append("\(command.digest) \(entry)")
  }

  func spendingStart() throws -> UInt64? {
    try lines().first.flatMap { $0.count == 2 && $0[0] == "start" ? UInt64($0[1]) : nil }
  }

  func answers() throws -> [Answer] {
    try lines().dropFirst().compactMap { words in
      guard words.count == 2, let entry = UInt64(words[1]) else { return nil }
      return Answer(command: words[0], entry: entry)
    }
  }

  private func append(_ line: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard file >= 0 else {
      throw Failure("Tidak dapat menulis \(path).", "Cannot write \(path).")
    }
    defer { close(file) }
    let bytes = Array((line + "\n").utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw Failure("Tidak dapat menulis \(path).", "Cannot write \(path).")
    }
  }

  /// Whole lines: the crash may have cut the last one.
  private func lines() throws -> [[String]] {
    let text = String(decoding: try File.contents(of: path), as: UTF8.self)
    let whole = text.hasSuffix("\n") ? text : String(text.prefix(through: text.lastIndex(of: "\n") ?? text.startIndex))
    return whole.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }
}
