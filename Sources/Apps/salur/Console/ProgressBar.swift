import Platform

/// Long work as a line that redraws itself on the terminal, with its rate and how long it will still take. Where the
/// standard error is no terminal there is nothing.
final class ProgressBar {
  private let console: Console
  private let label: Phrase
  private let total: Int
  private let start = MonotonicClock.nowNanoseconds()
  private var drawn: UInt64 = 0
  private var done = 0

  private static let redrawInterval: UInt64 = 100_000_000
  private static let width = 24

  /// - Parameter total: the work in all, in the units of `advance`.
  init(_ console: Console, _ label: Phrase, total: Int) {
    self.console = console
    self.label = label
    self.total = total
  }

  func advance(by count: Int = 1) { advance(to: done + count) }

  func advance(to done: Int) {
    self.done = done
    guard console.errors.isTerminal else { return }
    let now = MonotonicClock.nowNanoseconds()
    guard now - drawn >= Self.redrawInterval || done >= total else { return }
    drawn = now
    console.errors.write("\r\u{1B}[K" + line(at: now))
  }

  /// Leaves the line free for what comes next.
  func finish() {
    guard console.errors.isTerminal else { return }
    console.errors.write("\r\u{1B}[K")
  }

  private func line(at now: UInt64) -> String {
    let language = console.language
    let seconds = Double(now - start) / 1e9
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
    let filled = Int(share * Double(Self.width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    var line = "\(label.text(language)) \(console.errors.styled(bar, .cyan)) "
    line += "\(Int(share * 100))%  \(language.number(done))/\(language.number(total))  "
    line += "\(language.number(Int64(rate)))/s"
    if done < total, rate > 0 {
      let left = language.clock(seconds: Int((Double(total - done) / rate).rounded(.up)))
      line += Phrase("  sisa \(left)", "  \(left) left").text(language)
    }
    return line
  }
}
