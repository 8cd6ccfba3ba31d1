/// Deterministic CBOR as text for people, in the diagnostic notation of RFC 8949 §8.
public enum CBORDiagnostic {
  /// Describes one item that takes up all the bytes.
  public static func describe(_ bytes: [UInt8]) throws(CodingError) -> String {
    var reader = CBORReader(bytes)
    var text = ""
    try describe(&reader, into: &text)
    try reader.end()
    return text
  }

  private static func describe(_ reader: inout CBORReader, into text: inout String) throws(CodingError) {
    switch try reader.peekMajorType() {
    case .unsigned: text += (try reader.unsigned() as UInt64).description
    case .negative: text += (try reader.signed() as Int64).description
    case .bytes: text += "h'" + Hex.encode(try reader.bytes(max: .max)) + "'"
    case .text: quote(try reader.text(max: .max), into: &text)
    case .simple: text += try reader.nullIfPresent() ? "null" : reader.bool() ? "true" : "false"
    case .array: try describeArray(&reader, into: &text)
    case .map: try describeMap(&reader, into: &text)
    case .tag:
      try reader.tag(CBORReader.coseSign1)
      text += CBORReader.coseSign1.description + "("
      try reader.nested { (reader) throws(CodingError) in try describe(&reader, into: &text) }
      text += ")"
    }
  }

  private static func describeArray(_ reader: inout CBORReader, into text: inout String) throws(CodingError) {
    let count = try reader.array(max: .max)
    text += "["
    try reader.nested { (reader) throws(CodingError) in
      for index in 0..<count {
        if index > 0 { text += ", " }
        try describe(&reader, into: &text)
      }
    }
    text += "]"
  }

  private static func describeMap(_ reader: inout CBORReader, into text: inout String) throws(CodingError) {
    var isFirst = true
    text += "{"
    try reader.map(max: .max) { (reader) throws(CodingError) in
      if !isFirst { text += ", " }
      isFirst = false
      try describe(&reader, into: &text)
      text += ": "
      try describe(&reader, into: &text)
    }
    text += "}"
  }

  /// A JSON string (RFC 8259 §7): control characters never reach a terminal.
  private static func quote(_ value: String, into text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value):
        text += "\\u00" + Hex.encode([UInt8(scalar.value)])
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
