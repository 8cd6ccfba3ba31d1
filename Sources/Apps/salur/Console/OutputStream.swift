import Glibc

/// One of the process's two output streams.
final class OutputStream: @unchecked Sendable {
  // Sendable: written by the command's own task and flushed by nobody else.
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  let isTerminal: Bool
  /// Whether colours are welcome: on a terminal, unless NO_COLOR says otherwise (https://no-color.org).
  let hasColours: Bool

  private static let bufferSize = 64 << 10

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    hasColours = isTerminal && !refused && !isDumb
  }

  deinit { flush() }

  func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes bytes; errors and terminals at once, files and pipes in larger pieces.
  func write(_ bytes: [UInt8]) {
    buffer.append(contentsOf: bytes)
    if isTerminal || descriptor == STDERR_FILENO || buffer.count >= Self.bufferSize { flush() }
  }

  func flush() {
    buffer.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          giveUp()
        }
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// A reader who has seen enough closes the pipe: that is no error. A full disk is one.
  private func giveUp() -> Never {
    if errno == EPIPE { _exit(0) }
    let reason = String(cString: strerror(errno))
    if descriptor != STDERR_FILENO {
      let message = "Error: cannot write the answer: \(reason); free space or choose another place\n"
      OutputStream(STDERR_FILENO).write(message)
    }
    _exit(1)
  }

  // MARK: Colours

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  /// The text in a colour where colours are welcome.
  func styled(_ text: String, _ style: Style) -> String {
    hasColours ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
