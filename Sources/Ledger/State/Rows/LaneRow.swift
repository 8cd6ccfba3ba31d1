import Model
import Signing

/// A credential's lane: where its next command must stand, and the answer its last one got.
public struct LaneRow: TableRecord, Equatable {
  public var next: UInt64
  public var lastCommand: Digest
  public var lastEntry: UInt64

  public init() {
    next = 0
    lastCommand = .zero
    lastEntry = 0
  }

  public static var rowsPerLeaf: Int { 1 }
  public static var encodedLength: Int { 48 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(next, to: bytes, at: 0)
    LittleEndian.store(lastCommand, to: bytes, at: 8)
    LittleEndian.store(lastEntry, to: bytes, at: 40)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    next = LittleEndian.load(from: bytes, at: 0)
    lastCommand = LittleEndian.load(from: bytes, at: 8)
    lastEntry = LittleEndian.load(from: bytes, at: 40)
  }
}
