import EngineSupport
import Platform
import Records

/// The blocks of a closed node's only segment, for a hand that changes them and makes every checksum fit again.
struct Frames {
  let path: String

  init(_ node: TestNode) { path = node.directory.journal + "/" + FileHeader.Kind.journal.fileName(1) }

  func edit(_ height: Int, _ change: (inout BlockRecord) throws -> Void) throws {
    let bytes = try File.contents(of: path)
    let (records, _) = try Self.records(bytes)
    var edited = Array(bytes[..<BlockFrame.alignment])
    for var record in records {
      if record.height == height { try change(&record) }
      edited += BlockFrame.encode(record)
      edited += [UInt8](repeating: 0, count: -edited.count & (BlockFrame.alignment - 1))
    }
    try File.replace(path, with: edited)
  }

  /// Cuts off the zeros reserved for blocks to come.
  func trim() throws {
    let bytes = try File.contents(of: path)
    try File.replace(path, with: Array(bytes[..<Self.records(bytes).end]))
  }

  private static func records(_ bytes: [UInt8]) throws -> (records: [BlockRecord], end: Int) {
    var records: [BlockRecord] = []
    var offset = BlockFrame.alignment
    while offset + BlockFrame.headerByteCount <= bytes.count, bytes[offset] != 0 {
      let header = Array(bytes[offset..<offset + BlockFrame.headerByteCount])
      let frame = try header.withUnsafeBytes { try BlockFrame(header: $0) }
      records.append(try BlockFrame.decode(Array(bytes[offset..<offset + frame.byteCount])))
      offset += frame.alignedByteCount
    }
    return (records, offset)
  }
}
