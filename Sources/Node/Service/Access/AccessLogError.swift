import Platform

/// Why readings cannot be recorded. Then nothing is shown to anybody but its owner.
package enum AccessLogError: Error {
  case storage(StorageError)
  case damaged(file: String, offset: Int)
  /// An earlier write failed; the next start finds out what of it is there.
  case failed
}

extension AccessLogError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .storage(let error): error.description
    case .damaged(let file, let offset):
      "\(file): the access log is not as it was written from byte \(offset) on; keep it as evidence and restore the data "
        + "directory"
    case .failed: "the access log could not be written; free its disk and start the node again"
    }
  }
}
