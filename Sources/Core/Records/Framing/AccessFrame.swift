import Coding

/// How the access log's files hold a record.
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

  /// Whether bytes that are no whole record can be the beginning of one, with or without zeros where the rest was to
  /// stand: what is left when a node stops while it writes. A whole record that was altered cannot.
  public static func canBeTorn(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= headerByteCount, bytes.contains(where: { $0 != 0 }) else { return true }
    let (length, checksum) = bytes.withUnsafeBytes { raw in
      let p = raw.baseAddress!
      return (p.loadLittleEndian(UInt32.self), p.loadLittleEndian(UInt32.self, at: 4))
    }
    let rest = Array(bytes.dropFirst(headerByteCount))
    guard length > 0, length <= UInt32(AccessRecord.maximumBytes), rest.count < Int(length) else { return false }
    // Were it the length that was altered, the record would be there, and whole.
    return !rest.withUnsafeBytes { rest in
      (0...rest.count).contains { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: rest[..<$0])) == checksum }
    }
  }
}
