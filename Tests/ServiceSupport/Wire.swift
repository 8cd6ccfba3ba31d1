import Glibc
import Presentation

/// A plain socket to a service in this process, to say whatever a test wants: HTTP or not.
///
/// It blocks; run it through `onThread`.
package final class Wire {
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  package struct Broken: Error {
    let what: String
  }

  package init(port: Int, patience seconds: Int = 20) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Broken(what: "no socket") }
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else {
      close(descriptor)
      throw Broken(what: "cannot connect: \(errno)")
    }
  }

  deinit { close(descriptor) }

  /// Sends as much as the other side takes; false where it has gone.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  @discardableResult
  package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Says that nothing more comes.
  package func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Whether the other side closes within a test's patience, whatever it says before.
  package func closes() -> Bool {
    while true {
      switch more() {
      case .some(true): continue
      case .some(false): return true
      case .none: return errno == ECONNRESET
      }
    }
  }

  /// True where something came, false at the end, nil where nothing came in time.
  private func more() -> Bool? {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count >= 0 else { return nil }
    buffer += chunk[..<count]
    return count > 0
  }

  private func fill() throws {
    guard more() == true else { throw Broken(what: "the connection ended with \(buffer.count) bytes of an answer") }
  }

  /// Reads one answer.
  package func answer(hasBody: Bool = true) throws -> WireAnswer {
    var end = headEnd
    while end == nil {
      try fill()
      end = headEnd
    }
    let lines = String(decoding: buffer[..<end!], as: UTF8.self).split(separator: "\r\n")
    buffer.removeFirst(end! + 4)
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Broken(what: "no status")
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return WireAnswer(status: status, headers: headers, body: hasBody ? try body(headers) : [])
  }

  private var headEnd: Int? {
    guard buffer.count >= 4 else { return nil }
    return (0...buffer.count - 4).first { buffer[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
  }

  private func body(_ headers: [String: String]) throws -> [UInt8] {
    if let length = headers["content-length"].flatMap({ Int($0) }) { return try take(length) }
    guard headers["transfer-encoding"] == "chunked" else { return [] }
    var body: [UInt8] = []
    while true {
      let size = Int(try line(), radix: 16) ?? 0
      body += try take(size)
      _ = try line()
      if size == 0 { return body }
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try fill() }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  private func line() throws -> String {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        defer { buffer.removeFirst(end + 1) }
        return String(decoding: buffer[..<end].filter { $0 != 13 }, as: UTF8.self)
      }
      try fill()
    }
  }
}

/// What a service answered.
package struct WireAnswer: Sendable {
  package let status: Int
  /// By names in lower case.
  package let headers: [String: String]
  package let body: [UInt8]

  package var json: JSON? { try? JSONReader.read(body) }
  package var text: String { String(decoding: body, as: UTF8.self) }
  package var type: String? { headers["content-type"] }
  /// The last part of a problem's type; nil where it is none.
  package var problem: String? {
    guard type == "application/problem+json", case .string(let name) = json?["type"] else { return nil }
    return name.split(separator: "/").last.map(String.init)
  }
}

package func usleepMilliseconds(_ milliseconds: UInt32) { usleep(milliseconds * 1_000) }
