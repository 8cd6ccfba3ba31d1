import Foundation
import Logging
import Service
import Testing

@Suite("Log lines")
struct LineLogHandlerTests {
  private func written(_ format: LogFormat, _ log: (Logger) -> Void) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("salur-log-\(UUID().uuidString)").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    defer {
      close(descriptor)
      unlink(path)
    }
    log(Logger(label: "salur") { LineLogHandler(label: $0, level: .info, format: format, descriptor: descriptor) })
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("are one object of JSON each where nobody watches, whatever is in them")
  func json() throws {
    let text = try written(.auto) { logger in
      logger.notice("one\n\"two\"\u{1B}[2J", metadata: ["status": "200", "level": "taken"])
      logger.debug("not this one")
    }
    let lines = text.split(separator: "\n")
    #expect(lines.count == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: String])
    #expect(object["message"] == "one\n\"two\"\u{1B}[2J")
    #expect(object["status"] == "200" && object["level"] == "notice" && object["logger"] == "salur")
    #expect(object["time"]?.hasSuffix("Z") == true)
  }

  @Test("are one line of text for people, and move no cursor")
  func text() throws {
    let text = try written(.text) { $0.warning("one\ntwo\u{1B}[2J", metadata: ["b": "2", "a": "1"]) }
    #expect(text.hasSuffix("warning one two [2J a=1 b=2\n"), "\(text)")
    #expect(text.count { $0 == "\n" } == 1)
  }
}
