import Foundation

/// Stands before an honest node and passes on what it answers, but for event streams: those it makes up.
final class LyingNode: Sendable {
  let port: Int
  private let listener: Int32

  /// - Parameter stream: the body of the n-th stream that is asked for, from 0; it ends there.
  init(before honest: Int, stream: @escaping @Sendable (Int) -> String) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isListening else { throw POSIXError(.EADDRINUSE) }
    self.listener = listener
    port = Int(in_port_t(bigEndian: address.sin_port))
    Thread.detachNewThread {
      var streams = 0
      while case let caller = accept(listener, nil, nil), caller >= 0 {
        let head = Self.head(from: caller)
        let line = String(decoding: head.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        if line.contains("/events ") {
          let start = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          Self.send(Array((start + stream(streams)).utf8), to: caller)
          streams += 1
        } else {
          Self.send(Self.answer(of: honest, to: head), to: caller)
        }
        close(caller)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }

  /// A request without a body.
  private static func head(from caller: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16 << 10)
    while !bytes.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
      let count = recv(caller, &piece, piece.count, 0)
      guard count > 0 else { break }
      bytes += piece.prefix(count)
    }
    return bytes
  }

  private static func answer(of honest: Int, to head: [UInt8]) -> [UInt8] {
    let node = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(node) }
    var address = loopback(honest)
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(node, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return [] }
    let request = String(decoding: head.dropLast(2), as: UTF8.self) + "Connection: close\r\n\r\n"
    send(Array(request.utf8), to: node)
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while case let count = recv(node, &piece, piece.count, 0), count > 0 { answer += piece.prefix(count) }
    return answer
  }

  private static func send(_ bytes: [UInt8], to socket: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
