import Signing

/// One table of the state: flat rows, and the Merkle tree over them.
///
/// Leaf `i` of the tree hashes 0x00 ‖ the encodings of the rows `i * rowsPerLeaf..<(i + 1) * rowsPerLeaf` that exist.
/// Changing a row only notes its leaf; `refreshRoot` hashes once per block. A copy shares all that neither side
/// writes (`Chunked`).
public struct Table<Record: TableRecord>: Sendable {
  @usableFromInline var rows = Chunked<Record>(blank: Record())
  @usableFromInline var tree = StateTree()

  public init() {
    precondition(
      Record.rowsPerLeaf.nonzeroBitCount == 1 && (1...4096).contains(Record.rowsPerLeaf),
      "rows per leaf are a power of two up to 4096")
  }

  /// Rows in the table.
  @inlinable public var count: Int { rows.count }

  @inlinable public subscript(row: Int) -> Record { rows[row] }

  /// Changes one row in place.
  @inlinable public mutating func update<Result, Failure: Error>(
    _ row: Int, _ change: (inout Record) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    tree.touch(Self.leaf(of: row))
    return try rows.update(row, change)
  }

  /// Adds one row at the end, and returns its number.
  @discardableResult public mutating func append(_ record: Record) -> Int {
    let row = rows.count
    rows.append(record)
    tree.touch(Self.leaf(of: row))
    return row
  }

  /// Adds rows nobody has written until there are `newCount`.
  public mutating func grow(to newCount: Int) {
    touch(rows: count..<newCount)
    rows.grow(to: newCount)
  }

  /// Adds rows holding `record` until there are `newCount`.
  public mutating func grow(to newCount: Int, repeating record: Record) {
    touch(rows: count..<newCount)
    rows.grow(to: newCount, repeating: record)
  }
}

// MARK: - Whole chunks

extension Table {
  @inlinable public static var rowsPerChunk: Int { Chunked<Record>.rowsPerChunk }

  @inlinable public var chunkCount: Int { rows.chunkCount }

  /// The existing rows of a chunk.
  @inlinable public func rows(inChunk index: Int) -> Range<Int> { rows.rows(inChunk: index) }

  /// Whether nobody has written to the chunk.
  @inlinable public func isBlank(chunk index: Int) -> Bool { rows.isBlank(chunk: index) }

  /// The rows of a chunk, to read while this value lives and is not written.
  @inlinable public func readChunk(_ index: Int) -> UnsafePointer<Record> { rows.readChunk(index) }

  /// The rows of a chunk, to write until the table is copied, grown or refreshed; all of them count as changed. Collect
  /// the pointers of several chunks first, then let each thread work on its own chunks.
  @inlinable public mutating func mutableChunk(_ index: Int) -> UnsafeMutablePointer<Record> {
    mutableChunk(index, touching: rows.rows(inChunk: index))
  }

  /// The same, when only these rows, numbered as in the table, are going to change.
  @inlinable public mutating func mutableChunk(
    _ index: Int, touching changed: Range<Int>
  ) -> UnsafeMutablePointer<Record> {
    let present = rows.rows(inChunk: index)
    precondition(
      changed.lowerBound >= present.lowerBound && changed.upperBound <= present.upperBound, "rows of another chunk")
    touch(rows: changed)
    return rows.mutableChunk(index)
  }

  /// Copies now, on all lanes, those of the chunks that are shared with a copy: worth it before writing many.
  public mutating func unshare(chunks: some RandomAccessCollection<Int> & Sendable, lanes: some Lanes) {
    rows.unshare(chunks: chunks, lanes: lanes)
  }
}

// MARK: - The tree

extension Table {
  /// The leaf a row is in.
  @inlinable public static func leaf(of row: Int) -> Int { row / Record.rowsPerLeaf }

  /// The root as of the last refresh.
  public var root: Digest { tree.root }

  /// Leaves in the tree as of the last refresh.
  public var leafCount: Int { tree.count }

  /// The audit path of a leaf (RFC 6962 §2.1.1) as of the last refresh, among `leafCount`.
  public func proof(ofLeaf leaf: Int) -> [Digest] { tree.proof(of: leaf) }

  /// The preimage of a leaf as the rows are now: 0x00 ‖ the encodings of its rows.
  public func preimage(ofLeaf leaf: Int) -> [UInt8] {
    let rows = leaf * Record.rowsPerLeaf..<min((leaf + 1) * Record.rowsPerLeaf, count)
    return [UInt8](unsafeUninitializedCapacity: Self.leafLength(rows.count)) { bytes, length in
      Self.encode(leaf, of: self.rows, to: UnsafeMutableRawPointer(bytes.baseAddress!))
      length = Self.leafLength(rows.count)
    }
  }

  /// Hashes what changed since the last refresh.
  @discardableResult
  public mutating func refreshRoot(lanes: some Lanes) -> Digest {
    let leafCount = (count + Record.rowsPerLeaf - 1) / Record.rowsPerLeaf
    let form = StateTree.LeafForm(
      count: leafCount, length: Self.leafLength(Record.rowsPerLeaf),
      lastLength: Self.leafLength(count - max(0, leafCount - 1) * Record.rowsPerLeaf))
    let rows = rows
    return tree.refresh(form, lanes: lanes, isBlank: { Self.isBlank(tile: $0, of: rows) }) { leaves, preimages in
      for leaf in leaves {
        Self.encode(leaf, of: rows, to: preimages + (leaf - leaves.lowerBound) * form.length)
      }
    }
  }

  /// Forgets the tree, which the next refresh would build anew: for a copy made only to be saved, so that the original
  /// need not copy its tree as it goes on.
  public mutating func dropTree() {
    tree = StateTree()
    touch(rows: 0..<count)
  }

  /// Whether all leaves of a tile exist, and nobody has written to any of their rows.
  private static func isBlank(tile: Int, of rows: Chunked<Record>) -> Bool {
    let chunks = tile * Record.rowsPerLeaf..<(tile + 1) * Record.rowsPerLeaf
    return chunks.upperBound << 12 <= rows.count && chunks.allSatisfy(rows.isBlank(chunk:))
  }

  @usableFromInline mutating func touch(rows: Range<Int>) {
    guard !rows.isEmpty else { return }
    tree.touch(Self.leaf(of: rows.lowerBound)..<Self.leaf(of: rows.upperBound - 1) + 1)
  }

  private static func leafLength(_ rows: Int) -> Int { 1 + rows * Record.encodedLength }

  private static func encode(_ leaf: Int, of rows: Chunked<Record>, to bytes: UnsafeMutableRawPointer) {
    bytes.storeBytes(of: 0x00, as: UInt8.self)
    let first = leaf * Record.rowsPerLeaf
    let chunk = rows.readChunk(first >> 12) + (first & 4095)
    for index in 0..<min(Record.rowsPerLeaf, rows.count - first) {
      chunk[index].encode(to: bytes + leafLength(index))
    }
  }
}
