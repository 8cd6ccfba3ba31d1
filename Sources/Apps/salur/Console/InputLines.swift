import Glibc

/// Lines of the standard input as they come, without their newline.
struct InputLines {
  private let longest: Int
  private var buffer: [UInt8] = []
  /// What of the buffer has been handed out, and what has been searched for a newline.
  private var start = 0
  private var searched = 0
  private var isAtEnd = false

  init(longest: Int) { self.longest = longest }

  /// The next line; nil after the last.
  mutating func next() throws -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (start, searched) = (end + 1, end + 1) }
        return Array(buffer[start..<end])
      }
      searched = buffer.count
      guard buffer.count - start <= longest else {
        throw Failure(
          "sebuah baris masukan lebih panjang dari \(longest) bita; perpendek",
          "a line of the input is longer than \(longest) bytes; make it shorter")
      }
      if isAtEnd {
        defer { start = buffer.count }
        return start < buffer.count ? Array(buffer[start...]) : nil
      }
      try fill()
    }
  }

  private mutating func fill() throws {
    buffer.removeFirst(start)
    searched -= start
    start = 0
    let old = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: 64 << 10))
    var count: Int
    repeat {
      count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress! + old, 64 << 10) }
    } while count < 0 && errno == EINTR
    buffer.removeLast((64 << 10) - max(0, count))
    guard count >= 0 else {
      let reason = String(cString: strerror(errno))
      throw Failure("masukan standar tidak dapat dibaca: \(reason)", "cannot read the standard input: \(reason)")
    }
    isAtEnd = count == 0
  }
}
