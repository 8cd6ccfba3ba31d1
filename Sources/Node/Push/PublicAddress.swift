import Glibc

/// Tells addresses of the public internet from those of the machine's own surroundings.
public enum PublicAddress {
  /// Whether every address a host has is public; nil where it has none. It asks the resolver and waits for it.
  static func allPublic(_ host: String) -> Bool? {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &first) == 0, let list = first else { return nil }
    defer { freeaddrinfo(list) }
    for info in sequence(first: list, next: { $0.pointee.ai_next }) {
      guard let address = info.pointee.ai_addr, isPublic(address) else { return false }
    }
    return true
  }

  private static func isPublic(_ address: UnsafeMutablePointer<sockaddr>) -> Bool {
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        isPublic(v4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
      }
    case AF_INET6:
      address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin6_addr) { isPublic(v6: Array($0)) }
      }
    default: false
    }
  }

  /// By the special-purpose registries of RFC 6890.
  public static func isPublic(v4 address: UInt32) -> Bool {
    !special.contains { address >> (32 - $0.length) == $0.prefix >> (32 - $0.length) }
  }

  /// Only global unicast, and of that nothing that wraps an older address or is for documents.
  public static func isPublic(v6 bytes: [UInt8]) -> Bool {
    guard bytes.count == 16, bytes[0] & 0xE0 == 0x20 else { return false }
    let isTeredoOrSpecial = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02
    let isDocumentation = Array(bytes[..<4]) == [0x20, 0x01, 0x0D, 0xB8] || bytes[0] == 0x3F && bytes[1] == 0xFF
    let is6to4 = bytes[0] == 0x20 && bytes[1] == 0x02
    return !isTeredoOrSpecial && !isDocumentation && !is6to4
  }

  private static let special: [(prefix: UInt32, length: UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
    (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
    (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
  ]
}
