import Coding
import Signing

/// Why bytes from the disk are not what they should be.
public enum FrameError: Error, Equatable, Sendable {
  /// The bytes end before the frame does.
  case truncated(expected: UInt64, found: UInt64)
  /// Something else begins here.
  case notAFrame
  /// A file of another kind.
  case wrongKind
  /// Written by another version of the program.
  case unknownVersion(UInt16)
  case headerChecksum
  case checksum(Section)
  case tooLong(Section)
  /// Receipts and commitments are not those of as many entries.
  case entryCount
  case malformed(Section, CodingError)
  case trailingBytes

  /// A part of what is kept, by the name people are told.
  public enum Section: Int, Sendable, CaseIterable {
    case commands = 0
    case decisions = 1
    case receipts = 2
    case commitments = 3
    case publicEntries = 4
    /// Of a vault record: the sealed bytes.
    case sealed = 5
  }
}

extension FrameError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let expected, let found): "\(expected) bytes were expected, and there are only \(found)"
    case .notAFrame: "no record begins here"
    case .wrongKind: "this is a file of another kind"
    case .unknownVersion(let version): "its format version \(version) is not one this program knows"
    case .headerChecksum: "the header does not match its checksum"
    case .checksum(let section): "the \(section) do not match their checksum"
    case .tooLong(let section): "the \(section) are longer than a block's may be"
    case .entryCount: "receipts and commitments are not those of as many entries"
    case .malformed(let section, let error): "the \(section) are malformed: \(error)"
    case .trailingBytes: "there are bytes after its end"
    }
  }
}

extension FrameError.Section: CustomStringConvertible {
  public var description: String {
    switch self {
    case .commands: "commands"
    case .decisions: "decisions"
    case .receipts: "receipts"
    case .commitments: "commitments"
    case .publicEntries: "public entries"
    case .sealed: "sealed bytes"
    }
  }
}
