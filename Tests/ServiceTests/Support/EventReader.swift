import Foundation
import Glibc
import Presentation
import ServiceSupport

/// A plain socket that reads an event stream, or does not.
final class EventReader {
  private let descriptor: Int32
  private(set) var text = ""
  private(set) var hasEnded = false
  private var bytes: [UInt8] = []

  struct Event: Equatable {
    let name: String
    let id: UInt64
    let data: JSON
  }

  init(port: Int, request: String, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let descriptor = descriptor
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    let request = Array(request.utf8)
    guard connected, send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw POSIXError(.ECONNREFUSED)
    }
  }

  deinit { close() }

  private var isClosed = false

  func close() {
    if !isClosed { Glibc.close(descriptor) }
    isClosed = true
  }

  /// Reads what is there, without waiting.
  func read() {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        bytes += buffer[..<count]
        continue
      }
      if count == 0 || errno != EAGAIN && errno != EWOULDBLOCK { hasEnded = true }
      break
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Reads on until a condition holds.
  func wait(seconds: Double = 15, until condition: (EventReader) -> Bool) async throws -> Bool {
    try await eventually(seconds: seconds) {
      read()
      return condition(self)
    }
  }

  var status: Int? {
    let words = text.prefix { $0 != "\r\n" }.split(separator: " ")
    return words.count > 1 ? Int(words[1]) : nil
  }

  /// Lines of the stream; those of the transfer coding and the header end with a carriage return.
  private var lines: [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
      .filter { $0.last != UInt8(ascii: "\r") }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The id of whatever came last.
  var lastID: UInt64? { lines.last { $0.hasPrefix("id: ") }.flatMap { UInt64($0.dropFirst(4)) } }

  var beats: Int { lines.count { $0 == ": beat" } }

  var events: [Event] {
    lines.split(separator: "").compactMap { block in
      func field(_ name: String) -> String? {
        block.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
      }
      guard let name = field("event"), let id = field("id").flatMap(UInt64.init), let data = field("data"),
        let json = try? JSONReader.read(Array(data.utf8))
      else { return nil }
      return Event(name: name, id: id, data: json)
    }
  }
}
