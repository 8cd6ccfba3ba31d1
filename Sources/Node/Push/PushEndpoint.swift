import Foundation

/// The URL of a push service: https on its usual port, so that nobody has this node knock on doors of their choosing.
public struct PushEndpoint: Hashable, Sendable {
  public let url: String
  public let host: String
  /// Scheme, host and port: whom a VAPID token is made for.
  public let origin: String

  public static let maximumBytes = 1024

  /// - Parameter allowsLoopback: also http and any port, on this machine: for tests.
  public init?(_ text: String, allowsLoopback: Bool = false) {
    guard text.utf8.count <= Self.maximumBytes, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host?.lowercased(),
      !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.fragment == nil
    else { return nil }
    let isLocal = allowsLoopback && host == "127.0.0.1"
    guard isLocal || scheme == "https" && (parts.port ?? 443) == 443 else { return nil }
    guard isLocal || Self.isName(host) else { return nil }
    url = text
    self.host = host
    origin = "\(scheme)://\(host)" + (parts.port.map { $0 == 443 ? "" : ":\($0)" } ?? "")
  }

  /// Push services have names with a dot in them; a number is an address in one of its many spellings.
  private static func isName(_ host: String) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain = host.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
    }
    guard isPlain, labels.count >= 2, let last = labels.last?.utf8.first else { return false }
    return labels.allSatisfy { !$0.isEmpty } && (0x61...0x7A).contains(last)
  }
}
