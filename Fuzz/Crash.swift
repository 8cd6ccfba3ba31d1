import Foundation

/// Says which input a trap came from, so that it can be made again.
enum Crash {
  nonisolated(unsafe) static var current = 0

  static func report() {
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE] {
      signal(number) { signal in
        // Nothing here may ask for memory.
        Crash.write("\ntrap at input ")
        Crash.write(Crash.current)
        Crash.write("; run again with --only ")
        Crash.write(Crash.current)
        Crash.write("\n")
        _exit(128 + signal)
      }
    }
  }

  private static func write(_ text: StaticString) {
    _ = Foundation.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }

  private static func write(_ number: Int) {
    var unit = 1
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      var digit = UInt8(ascii: "0") + UInt8(number / unit % 10)
      _ = Foundation.write(STDERR_FILENO, &digit, 1)
      unit /= 10
    }
  }
}
