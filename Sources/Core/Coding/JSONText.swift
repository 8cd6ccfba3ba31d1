/// JSON (RFC 8259) put together by the core, for documents that a phone and a server must write byte for byte alike: one
/// line, members in the order they are given in.
public enum JSONText: Sendable {
  case string(String)
  case list([JSONText])
  case object([Member])

  public struct Member: Sendable {
    let key: StaticString
    let value: JSONText

    public init(_ key: StaticString, _ value: JSONText) {
      self.key = key
      self.value = value
    }
  }

  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .string(let text): JSONText.write(Array(text.utf8), to: &bytes)
    case .list(let elements):
      bytes.append(UInt8(ascii: "["))
      for index in elements.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        elements[index].write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for index in members.indices {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        let key = members[index].key
        JSONText.write(Array(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)), to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        members[index].value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7f: bytes += Array("\\u00".utf8) + Array(Hex.encode([byte]).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
