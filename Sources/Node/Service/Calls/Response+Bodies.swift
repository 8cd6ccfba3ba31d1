import Coding
import HTTPTypes
import Hummingbird
import NIOCore
import Presentation

extension Response {
  init(_ json: JSON, status: HTTPResponse.Status = .ok, type: String = BodyType.json) {
    self.init(status: status, bytes: [UInt8]((json.text + "\n").utf8), type: type)
  }

  init(_ record: some CBOREncodable) {
    self.init(bytes: record.encoded, type: BodyType.cbor)
  }

  init(status: HTTPResponse.Status = .ok, bytes: [UInt8], type: String) {
    self.init(
      status: status, headers: [.contentType: type, .contentLength: String(bytes.count)],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// The same, saying how long others may keep it: `no-store`, or `public, max-age=…`.
  func cached(_ control: String) -> Response {
    var response = self
    response.headers[.cacheControl] = control
    return response
  }
}

extension Request {
  /// Whether the caller asks for a record with its proof rather than for JSON.
  var wantsCBOR: Bool { headers[.accept]?.contains(BodyType.cbor) ?? false }

  /// The whole body, at most `limit` bytes.
  func bytes(limit: Int) async throws -> [UInt8] {
    try requireLength(within: limit)
    var buffer: ByteBuffer
    do {
      buffer = try await body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw Problem.tooLarge(limit: limit)
    }
    return buffer.readBytes(length: buffer.readableBytes) ?? []
  }

  /// Refuses a body that says itself that it is too large: nothing of it has to arrive.
  func requireLength(within limit: Int) throws(Problem) {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw .tooLarge(limit: limit) }
  }

  /// Path and query as in the first line.
  var target: String { head.path ?? "/" }
}
