import Model
import Signing

/// How things were before a change: whose a person was, or where a family lived.
///
/// A cycle counts people and places as they were at its cut-off, however late it decides; so nothing is overwritten
/// without a trace. The newest move of a person or family leads to the ones before it.
public struct MoveRow: TableRecord, Equatable {
  /// The person who changed families; none where a whole family moved house.
  public var person: PersonNumber
  /// The person's family before, or the family that moved house.
  public var family: AccountNumber
  /// Where that family lived before.
  public var region: UInt64
  /// The block from which on it is otherwise.
  public var height: UInt64
  /// Row of the move before this one, or none.
  public var previous: UInt32

  public static let none: UInt32 = .max

  public init() {
    person = .none
    family = .none
    region = 0
    height = 0
    previous = Self.none
  }

  public static var rowsPerLeaf: Int { 16 }
  public static var encodedLength: Int { 28 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(person.raw, to: bytes, at: 0)
    LittleEndian.store(family.raw, to: bytes, at: 4)
    LittleEndian.store(region, to: bytes, at: 8)
    LittleEndian.store(height, to: bytes, at: 16)
    LittleEndian.store(previous, to: bytes, at: 24)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    person = PersonNumber(LittleEndian.load(from: bytes, at: 0))
    family = AccountNumber(LittleEndian.load(from: bytes, at: 4))
    region = LittleEndian.load(from: bytes, at: 8)
    height = LittleEndian.load(from: bytes, at: 16)
    previous = LittleEndian.load(from: bytes, at: 24)
  }
}
