import Foundation

/// One call over a socket of its own: enough HTTP to ask a node something.
struct HTTPCall {
  let status: Int
  let body: String

  struct NoAnswer: Error {}

  /// - Parameter headers: whole lines, such as `Content-Type: application/cose`.
  init(_ path: String, method: String = "GET", port: Int, headers: [String] = [], body: [UInt8] = []) throws {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw NoAnswer() }
    let head = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close", "Content-Length: \(body.count)"]
    let request = Array(((head + headers).joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { throw NoAnswer() }
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while case let count = recv(socket, &piece, piece.count, 0), count > 0 { answer += piece.prefix(count) }
    let text = String(decoding: answer, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n"), let status = Int(text.split(separator: " ").dropFirst().first ?? "")
    else {
      throw NoAnswer()
    }
    self.status = status
    self.body = String(text[end.upperBound...])
  }
}
