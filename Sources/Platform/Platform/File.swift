import Glibc

/// An open file, closed when the last reference to it goes. Reads and writes name their offset, so threads may share
/// it.
public final class File: Sendable {
  public let path: String
  let descriptor: Int32

  public enum Mode: Sendable {
    case read
    /// An existing file.
    case update
    /// A new or an existing file.
    case createOrUpdate
    /// A new file; that there is one already is an error.
    case create

    fileprivate var flags: Int32 {
      switch self {
      case .read: O_RDONLY
      case .update: O_RDWR
      case .createOrUpdate: O_RDWR | O_CREAT
      case .create: O_RDWR | O_CREAT | O_EXCL
      }
    }
  }

  /// - Parameter permissions: of a file this creates; by default its owner alone may read it.
  public init(_ path: String, _ mode: Mode, permissions: UInt32 = 0o600) throws(StorageError) {
    let descriptor = retrying { open(path, mode.flags | O_CLOEXEC, permissions) }
    guard descriptor >= 0 else { throw StorageError(cannot: mode == .create ? "create" : "open", path: path) }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  public var size: Int {
    get throws(StorageError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw StorageError(cannot: "look at", path: path) }
      return status.st_size
    }
  }

  /// Who may do what with it, as `chmod` takes it.
  public var permissions: UInt32 {
    get throws(StorageError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw StorageError(cannot: "look at", path: path) }
      return UInt32(status.st_mode) & 0o7777
    }
  }

  /// Fills the buffer from `offset` as far as the file goes, and returns how many bytes that were.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StorageError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = retrying { pread(descriptor, buffer.baseAddress! + done, buffer.count - done, offset + done) }
      guard count >= 0 else { throw StorageError(cannot: "read", path: path) }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// `count` bytes from `offset`; that the file ends before is an error.
  public func read(_ count: Int, at offset: Int) throws(StorageError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    let found = try span.withUnsafeMutableBytes { (buffer) throws(StorageError) in try read(into: buffer, at: offset) }
    guard found == count else {
      throw StorageError(
        .truncated, cannot: "read", path: path,
        reason: "it ends at byte \(offset + found), but \(offset + count) bytes were expected")
    }
    return bytes
  }

  /// Writes all the bytes at `offset`.
  public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(StorageError) {
    var done = 0
    while done < bytes.count {
      let count = retrying { pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, offset + done) }
      guard count >= 0 else { throw StorageError(cannot: "write to", path: path) }
      done += count
    }
  }

  public func write(_ bytes: [UInt8], at offset: Int) throws(StorageError) {
    try bytes.span.withUnsafeBytes { (buffer) throws(StorageError) in try write(buffer, at: offset) }
  }

  /// Reserves disk space up to `size`, so that writing there neither runs out of it nor has to find it first. The file
  /// grows, with zeros, if it is smaller.
  public func preallocate(_ size: Int) throws(StorageError) {
    var code: Int32
    repeat { code = posix_fallocate(descriptor, 0, size) } while code == EINTR
    guard code == 0 else { throw StorageError(cannot: "reserve \(size) bytes for", path: path, code: code) }
  }

  /// Cuts the file, or lets it grow with zeros.
  public func resize(_ size: Int) throws(StorageError) {
    guard retrying({ ftruncate(descriptor, size) }) == 0 else {
      throw StorageError(cannot: "change the size of", path: path)
    }
  }

  /// Returns when all that was written, and the size if it changed, would outlast a power cut.
  public func synchronise() throws(StorageError) {
    guard retrying({ fdatasync(descriptor) }) == 0 else { throw StorageError(cannot: "make durable", path: path) }
  }
}

/// Repeats a system call that a signal interrupted.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
