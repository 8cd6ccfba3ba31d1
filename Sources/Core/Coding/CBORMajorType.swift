/// The eight kinds of CBOR item (RFC 8949 §3.1), the top three bits of an item's first byte.
public enum CBORMajorType: UInt8, Equatable, Sendable, CustomStringConvertible {
  case unsigned, negative, bytes, text, array, map, tag, simple

  public var description: String {
    switch self {
    case .unsigned: "an unsigned integer"
    case .negative: "a negative integer"
    case .bytes: "bytes"
    case .text: "text"
    case .array: "an array"
    case .map: "a map"
    case .tag: "a tag"
    case .simple: "false, true or null"
    }
  }
}
