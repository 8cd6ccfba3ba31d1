import Glibc

/// Unpredictable bytes from the operating system.
public enum SecureRandom {
  public static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.withUnsafeMutableBytes { fill($0) }
    return bytes
  }

  public static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    // The system gives at most 256 bytes at a time.
    for start in stride(from: 0, to: buffer.count, by: 256) {
      let status = getentropy(buffer.baseAddress! + start, min(256, buffer.count - start))
      precondition(status == 0, "every Linux has random bytes")
    }
  }
}
