import Coding
import Platform
import Transparency

/// Why a witness does not cosign a head (C2SP tlog-witness names each one's status).
public enum CosigningRefusal: Error, Equatable, Sendable {
  /// The request cannot be read.
  case malformed(NoteError)
  /// The old size is above the head's.
  case backwards
  case unknownLog(Text)
  /// No signature of the log's key, or one that does not fit.
  case notSigned(NoteError)
  /// The last head that was cosigned has this size, and not the one the request goes on from.
  case otherSize(UInt64)
  /// The head does not continue the last one, or is not shown to.
  case inconsistent(String)
  /// It could not be written down, so it is not said.
  case storage(StorageError)
}

extension CosigningRefusal {
  public var status: Int {
    switch self {
    case .malformed, .backwards: 400
    case .notSigned: 403
    case .unknownLog: 404
    case .otherSize: 409
    case .inconsistent: 422
    case .storage: 500
    }
  }
}

extension CosigningRefusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let error): error.description
    case .backwards: "the old size is above the checkpoint's"
    case .unknownLog(let origin): "the log \(origin) is not known here"
    case .notSigned(let error): error.description
    case .otherSize(let size): "the last checkpoint cosigned here has \(size) entries"
    case .inconsistent(let reason): reason
    case .storage: "the checkpoint could not be written down, so it is not cosigned"
    }
  }
}
