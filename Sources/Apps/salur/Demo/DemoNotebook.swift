import Coding
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

  /// How long each programme's runs have taken so far.
  func write(_ times: RunTimes) throws {
    for (series, seconds) in times.seconds { try append("took \(series) \(Int64(seconds * 1_000_000))") }
  }

  func runTimes() throws -> RunTimes {
    var times = RunTimes()
    for words in try lines() where words.count == 3 && words[0] == "took" {
      if let microseconds = Int64(words[2]) { times.add(Double(microseconds) / 1_000_000, to: Text(words[1])) }
    }
    return times
  }

  /// The height after which spending begins.
  func startSpending(at height: UInt64) throws {
    try append("start \(height)")
  }

  func write(_ command: CommandID, _ entry: UInt64) throws {
    try append("\(command.digest) \(entry)")
  }

  func spendingStart() throws -> UInt64? {
    try lines().first { $0.count == 2 && $0[0] == "start" }.flatMap { UInt64($0[1]) }
  }

  func answers() throws -> [Answer] {
    try lines().compactMap { words in
      guard words.count == 2, words[0] != "start", let entry = UInt64(words[1]) else { return nil }
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
