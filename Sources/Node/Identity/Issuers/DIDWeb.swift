import Signing

/// An issuer's name that says where its keys are published (W3C did:web): `did:web:id.example` at
/// `https://id.example/.well-known/did.json`, `did:web:id.example:unit:1` at `https://id.example/unit/1/did.json`.
public struct DIDWeb: Hashable, Sendable {
  /// A name in lower case, with or without a port.
  public let host: String
  public let path: [String]

  public static let prefix = "did:web:"
  public static let maximumBytes = 256
  /// What `port` of a host stands behind: a colon would begin the path.
  private static let portMark = "%3A"

  /// - Parameters:
  ///   - host: `id.example`, or `localhost:8084`.
  ///   - path: names without slashes.
  public init(host: String, path: [String] = []) throws(DIDWebError) {
    guard host.utf8.count + path.reduce(0, { $0 + $1.utf8.count + 1 }) <= Self.maximumBytes, Self.isHost(host),
      path.allSatisfy(Self.isSegment)
    else { throw .name }
    self.host = host
    self.path = path
  }

  public init(_ text: String) throws(DIDWebError) {
    guard text.utf8.count <= Self.maximumBytes, text.utf8.starts(with: Self.prefix.utf8) else { throw .name }
    let parts = text.utf8.dropFirst(Self.prefix.utf8.count).split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false
    ).map { String(Substring($0)) }
    let host = parts[0]
    guard !host.utf8.contains(UInt8(ascii: ":")) else { throw .name }
    let pieces = host.split(separator: "%", omittingEmptySubsequences: false)
    switch pieces.count {
    case 1: try self.init(host: host, path: Array(parts.dropFirst()))
    case 2 where pieces[1].hasPrefix("3A") || pieces[1].hasPrefix("3a"):
      try self.init(host: "\(pieces[0]):\(pieces[1].dropFirst(2))", path: Array(parts.dropFirst()))
    default: throw .name
    }
  }

  /// Where the document is. Only this machine is asked without TLS.
  public var url: String {
    let scheme = host.utf8.prefix { $0 != UInt8(ascii: ":") }.elementsEqual("localhost".utf8) ? "http" : "https"
    let file = path.isEmpty ? ".well-known/did.json" : path.joined(separator: "/") + "/did.json"
    return "\(scheme)://\(host)/\(file)"
  }

  /// Names of lower-case letters, digits and hyphens between full stops, and a port: no addresses in digits.
  private static func isHost(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return false }
    if parts.count == 2 {
      guard let port = UInt16(String(decoding: parts[1], as: UTF8.self)), port > 0, parts[1].first != 0x30,
        parts[1].allSatisfy({ (0x30...0x39).contains($0) })
      else { return false }
    }
    let labels = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != 0x2D && label.last != 0x2D
        && label.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    } && labels.last!.contains { (0x61...0x7A).contains($0) }
  }

  private static func isSegment(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".."
      && text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
          || [0x2D, 0x2E, 0x5F].contains(byte)
      }
  }
}

extension DIDWeb: CustomStringConvertible {
  public var description: String {
    let host = host.split(separator: ":").joined(separator: Self.portMark)
    return Self.prefix + ([host] + path).joined(separator: ":")
  }
}

/// Why an issuer's keys cannot be learnt from its `did:web`.
public enum DIDWebError: Error, Equatable, Sendable {
  /// No `did:web`, or one whose host or path nobody should ask.
  case name
  case tooLong(Int)
  case json
  /// A part that is not what it should be.
  case structure(String)
  /// The document is about somebody else.
  case otherSubject
  /// A key of the document belongs to somebody else.
  case otherController
  /// A P-256 key that is none.
  case key
  /// None of the keys with which the issuer asserts is a P-256 one.
  case noKey
  case tooManyKeys(Int)
}
