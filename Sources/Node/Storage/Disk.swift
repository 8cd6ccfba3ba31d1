import Platform

/// Where tests stand between the node and its disk. Everything the node changes on disk is announced here first.
package struct Disk: Sendable {
  package enum Change: Equatable, Sendable {
    case create
    case reserve(Int)
    case write(offset: Int, count: Int)
    case resize(Int)
    case synchronise
    case move
    case remove
  }

  /// What goes wrong: an error, after the first `reach` bytes of a write.
  package struct Fault: Sendable {
    package let reach: Int
    package let error: StorageError

    package init(_ error: StorageError, reach: Int = 0) {
      self.reach = reach
      self.error = error
    }
  }

  let fault: @Sendable (Change, _ path: String) -> Fault?

  package init(fault: @escaping @Sendable (Change, _ path: String) -> Fault?) { self.fault = fault }

  /// The disk as it is.
  package static let real = Disk { _, _ in nil }

  /// Removes a file, durably.
  package func remove(_ path: String) throws(StorageError) {
    try announce(.remove, path)
    try Directory.remove(path)
  }

  func announce(_ change: Change, _ path: String) throws(StorageError) {
    if let fault = fault(change, path) { throw fault.error }
  }
}
