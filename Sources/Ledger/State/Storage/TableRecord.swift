/// A row of a table: a plain value of fixed size with a canonical encoding.
///
/// What is hashed and saved is the encoding, never the memory: fields in order, integers least significant byte first,
/// digests as their 32 bytes (`LittleEndian`), no padding. So a layout may change without forking the chain.
public protocol TableRecord: BitwiseCopyable, Sendable {
  /// Rows in one leaf of the table's tree: a power of two up to 4096; 1 where rows need proofs of their own.
  static var rowsPerLeaf: Int { get }

  /// Bytes of every row's encoding.
  static var encodedLength: Int { get }

  /// The row nobody has written.
  init()

  /// Writes `encodedLength` bytes, at any alignment.
  func encode(to bytes: UnsafeMutableRawPointer)

  /// Reads `encodedLength` bytes, at any alignment. Bytes that `encode` never writes give some row, never a trap: the
  /// root they lead to tells.
  init(decoding bytes: UnsafeRawPointer)
}
