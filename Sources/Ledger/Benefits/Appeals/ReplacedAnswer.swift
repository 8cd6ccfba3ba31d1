import Signing

/// An answer that another took the place of, as an exception's that no second officer agreed to. Its words are sealed
/// too, and forgotten with the appeal.
struct ReplacedAnswer: TableRecord, Equatable {
  /// The appeal's row.
  var appeal: UInt32
  var seal: Digest

  init() { self.init(appeal: 0, seal: .zero) }

  init(appeal: Int, seal: Digest) {
    self.appeal = UInt32(appeal)
    self.seal = seal
  }

  static var rowsPerLeaf: Int { 16 }
  static var encodedLength: Int { 36 }

  func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(appeal, to: bytes, at: 0)
    LittleEndian.store(seal, to: bytes, at: 4)
  }

  init(decoding bytes: UnsafeRawPointer) {
    appeal = LittleEndian.load(from: bytes, at: 0)
    seal = LittleEndian.load(from: bytes, at: 4)
  }
}
