import Coding

/// How the access log's file holds a record.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | length | u32, of the record |
/// | 4 | checksum | u32, CRC-32C of the record |
/// | 8 | record | |
public enum AccessFrame {
  public static let headerByteCount = 8
  public static let maximumByteCount = headerByteCount + AccessRecord.maximumBytes

  public static func encode(_ record: AccessRecord) -> [UInt8] {
    let bytes = record.encoded
    var frame: [UInt8] = []
    frame.appendLittleEndian(UInt32(bytes.count))
    frame.appendLittleEndian(CRC32C.checksum(bytes))
    return frame + bytes
  }

  /// The record at the beginning of these bytes, and how many it takes; nil where there is no whole one.
  public static func decode(_ bytes: ArraySlice<UInt8>) -> (record: AccessRecord, byteCount: Int)? {
    guard bytes.count >= headerByteCount else { return nil }
    let (length, checksum) = bytes.withUnsafeBytes { raw in
      let p = raw.baseAddress!
      return (p.loadLittleEndian(UInt32.self), p.loadLittleEndian(UInt32.self, at: 4))
    }
    guard length > 0, length <= UInt32(AccessRecord.maximumBytes), bytes.count - headerByteCount >= Int(length) else {
      return nil
    }
    let content = Array(bytes.dropFirst(headerByteCount).prefix(Int(length)))
    guard CRC32C.checksum(content) == checksum else { return nil }
    do throws(CodingError) {
      return (try AccessRecord(encoded: content), headerByteCount + Int(length))
    } catch {
      return nil
    }
  }
}
