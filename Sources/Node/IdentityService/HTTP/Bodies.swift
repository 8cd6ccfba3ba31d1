import Coding
import HTTPTypes
import Hummingbird
import NIOCore
import Presentation

enum MediaType {
  static let json = "application/json"
  static let problem = "application/problem+json"
  static let cose = "application/cose"
  static let cbor = "application/cbor"
}

extension Response {
  init(_ json: JSON, status: HTTPResponse.Status = .ok, type: String = MediaType.json) {
    self.init(bytes: Array((json.text + "\n").utf8), status: status, type: type)
  }

  init(bytes: [UInt8], status: HTTPResponse.Status = .ok, type: String) {
    self.init(
      status: status, headers: [.contentType: type, .contentLength: String(bytes.count)],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension Request {
  /// The whole body, at most `limit` bytes.
  func bytes(limit: Int) async throws -> [UInt8] {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw IdentityProblem.tooLarge(limit: limit)
    }
    do {
      var buffer = try await body.collect(upTo: limit)
      return buffer.readBytes(length: buffer.readableBytes) ?? []
    } catch is NIOTooManyBytesError {
      throw IdentityProblem.tooLarge(limit: limit)
    }
  }

  /// A body that is a JSON object of these members, and no others.
  func object(_ members: Set<String>, limit: Int) async throws -> BodyObject {
    let bytes = try await bytes(limit: limit)
    let json: JSON
    do throws(JSONError) {
      json = try JSONReader.read(bytes)
    } catch {
      throw IdentityProblem.malformed(error.phrase)
    }
    guard case .object(let found) = json else {
      throw IdentityProblem.malformed(Phrase("kirim sebuah objek JSON", "send a JSON object"))
    }
    guard found.allSatisfy({ members.contains($0.key) }) else {
      let names = members.sorted().joined(separator: ", ")
      throw IdentityProblem.malformed(
        Phrase("hanya ada anggota \(names)", "the only members are \(names)"))
    }
    return BodyObject(json: json)
  }
}

/// A body's members, read one by one.
struct BodyObject {
  let json: JSON

  func text(_ name: String) throws(IdentityProblem) -> String {
    guard let text = try optionalText(name) else { throw Self.wrong(name) }
    return text
  }

  func optionalText(_ name: String) throws(IdentityProblem) -> String? {
    switch json[name] {
    case nil, .null?: return nil
    case .string(let text)?: return text
    default: throw Self.wrong(name)
    }
  }

  static func wrong(_ name: String) -> IdentityProblem {
    .malformed(Phrase("'\(name)' tidak ada atau salah bentuk", "'\(name)' is missing or not in its form"))
  }
}

extension JSON {
  /// A text under a key.
  func string(_ key: String) -> String? {
    guard case .string(let value)? = self[key] else { return nil }
    return value
  }
}
