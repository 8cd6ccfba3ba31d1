import Glibc

/// Why something could not be read from or written to disk.
public struct StorageError: Error, Equatable, Sendable {
  public let kind: Kind
  /// What was being done, to complete "cannot …": `open`, `write to`.
  public let operation: String
  public let path: String
  /// What the system said.
  public let reason: String

  public init(_ kind: Kind, cannot operation: String, path: String, reason: String) {
    self.kind = kind
    self.operation = operation
    self.path = path
    self.reason = reason
  }

  public enum Kind: Equatable, Sendable {
    case notFound
    case alreadyExists
    case permission
    case readOnly
    case noSpace
    /// Another process has the directory.
    case locked
    case tooManyOpenFiles
    /// Fewer bytes than there should be.
    case truncated
    /// The disk itself failed.
    case device
    case other
  }
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    let sentence = "cannot \(operation) \(path): \(reason)"
    guard let remedy else { return sentence }
    return "\(sentence); \(remedy)"
  }

  /// What a person can do about it.
  public var remedy: String? {
    switch kind {
    case .notFound: "check the path"
    case .alreadyExists: "choose another path, or move the old one away"
    case .permission: "run as the user who owns it, or give this one the right"
    case .readOnly: "mount the file system for writing, or choose another directory"
    case .noSpace: "free space on this disk, then try again"
    case .locked: "stop the other process first"
    case .tooManyOpenFiles: "raise the limit on open files (ulimit -n)"
    case .truncated: nil
    case .device: "the disk may be failing: check it, and restore from a copy"
    case .other: nil
    }
  }
}

extension StorageError {
  /// An error the system reported by number.
  init(cannot operation: String, path: String, code: Int32 = errno) {
    self.init(Kind(code: code), cannot: operation, path: path, reason: String(cString: strerror(code)))
  }
}

extension StorageError.Kind {
  fileprivate init(code: Int32) {
    self =
      switch code {
      case ENOENT, ENOTDIR: .notFound
      case EEXIST, ENOTEMPTY: .alreadyExists
      case EACCES, EPERM: .permission
      case EROFS: .readOnly
      case ENOSPC, EDQUOT, EFBIG: .noSpace
      case EMFILE, ENFILE: .tooManyOpenFiles
      case EIO: .device
      default: .other
      }
  }
}
