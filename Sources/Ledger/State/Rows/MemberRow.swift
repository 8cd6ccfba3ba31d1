import Model
import Signing

/// One place in a family's list of people.
public struct MemberRow: TableRecord, Equatable {
  public var person: PersonNumber

  public init() {
    person = .none
  }

  public static var rowsPerLeaf: Int { 64 }
  public static var encodedLength: Int { 4 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(person.raw, to: bytes, at: 0)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    person = PersonNumber(LittleEndian.load(from: bytes, at: 0))
  }
}
