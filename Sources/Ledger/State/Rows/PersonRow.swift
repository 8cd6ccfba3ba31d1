import Model
import Signing

/// A person: unique by nullifier, counted in one family at a time.
public struct PersonRow: TableRecord, Equatable {
  public var nullifier: Digest
  public var keyVersion: UInt8
  public var family: AccountNumber
  /// Row of the person's last change of family (`MoveRow`), or none.
  public var moved: UInt32

  public init() {
    nullifier = .zero
    keyVersion = 0
    family = .none
    moved = MoveRow.none
  }

  public static var rowsPerLeaf: Int { 8 }
  public static var encodedLength: Int { 41 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(nullifier, to: bytes, at: 0)
    LittleEndian.store(keyVersion, to: bytes, at: 32)
    LittleEndian.store(family.raw, to: bytes, at: 33)
    LittleEndian.store(moved, to: bytes, at: 37)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    nullifier = LittleEndian.load(from: bytes, at: 0)
    keyVersion = LittleEndian.load(from: bytes, at: 32)
    family = AccountNumber(LittleEndian.load(from: bytes, at: 33))
    moved = LittleEndian.load(from: bytes, at: 37)
  }
}
