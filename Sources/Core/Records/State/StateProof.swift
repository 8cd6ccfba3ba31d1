import Coding
import Model
import Signing
import Transparency

/// Shows what some rows of the ledger's state are after a log's last block. Nothing in it may be believed before
/// `verified` has led it to the log's root.
public struct StateProof: Equatable, Sendable {
  /// Content of the block's own entry, which names the state root.
  public let block: [UInt8]
  /// That entry's place in the log, whose last entry it is.
  public let inclusion: InclusionProof
  /// The roots the state root hashes, in their order.
  public let roots: [TableRoot]
  public let leaves: [Leaf]
  public let registry: RegistryRecord?

  public init(
    block: [UInt8], inclusion: InclusionProof, roots: [TableRoot], leaves: [Leaf], registry: RegistryRecord?
  ) {
    self.block = block
    self.inclusion = inclusion
    self.roots = roots
    self.leaves = leaves
    self.registry = registry
  }

  /// One leaf of a table's tree and its place there.
  public struct Leaf: Equatable, Sendable {
    public let table: StateTable
    public let path: InclusionProof
    /// What the leaf hashes, 0x00 first.
    public let preimage: [UInt8]

    public init(table: StateTable, path: InclusionProof, preimage: [UInt8]) {
      self.table = table
      self.path = path
      self.preimage = preimage
    }
  }

  public static let maximumRoots = 4096
  public static let maximumLeaves = 256
  public static let maximumLeafBytes = 1 << 16
}

/// Why a proof about the state is not believed.
public enum StateProofError: Error, Equatable, Sendable {
  /// The block's content cannot be read.
  case malformedBlock
  /// The block is not the last entry of that log.
  case notTheHead
  case proof(ProofError)
  /// The roots are not those the block's state root hashes.
  case wrongStateRoot
  /// A leaf's table has no root.
  case unknownTable(StateTable)
  case wrongRegistry
}

// MARK: - Verifying

extension StateProof {
  /// What it proves, given the head of a log that is believed already.
  public func verified(size: UInt64, root: Digest) throws(StateProofError) -> ProvenState {
    guard let entry = try? BlockEntry(encoded: block) else { throw .malformedBlock }
    guard inclusion.size == size, inclusion.index + 1 == size, entry.logSize == size else { throw .notTheHead }
    try prove(inclusion, Entry.open(PublicEntry(.block, content: block)).encoded, root)
    guard TableRoot.stateRoot(roots) == entry.stateRoot else { throw .wrongStateRoot }
    for leaf in leaves {
      guard leaf.table != .registry, Int(leaf.table.rawValue) < roots.count else { throw .unknownTable(leaf.table) }
      let table = roots[Int(leaf.table.rawValue)]
      guard leaf.path.size == table.leaves, leaf.path.root(leafHash: SHA256.hash(leaf.preimage)) == table.root else {
        throw .proof(.wrongRoot)
      }
    }
    if let registry {
      guard registry.digest == roots[Int(StateTable.registry.rawValue)].root else { throw .wrongRegistry }
    }
    return ProvenState(block: entry, leaves: leaves, registry: registry)
  }

  private func prove(_ inclusion: InclusionProof, _ entry: [UInt8], _ root: Digest) throws(StateProofError) {
    do throws(ProofError) {
      try inclusion.verify(leafHash: MerkleTree.leafHash(entry), root: root)
    } catch {
      throw .proof(error)
    }
  }
}

// MARK: - Coding

/// `[1, block, inclusion, [root, …], [[table, path, preimage], …], registry or null]`
extension StateProof: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.unsigned(1 as UInt64)
    w.bytes(block)
    inclusion.encode(to: &w)
    w.list(roots)
    w.list(leaves)
    w.optional(registry)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 6)
    block = try r.bytes(max: 1024)
    inclusion = try InclusionProof(from: &r)
    roots = try r.list(TableRoot.self, max: StateProof.maximumRoots)
    guard !roots.isEmpty else { throw r.invalid("a state has roots") }
    leaves = try r.list(Leaf.self, max: StateProof.maximumLeaves)
    registry = try r.optional()
  }
}

extension StateProof.Leaf: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(table.rawValue)
    path.encode(to: &w)
    w.bytes(preimage)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    table = try r.choice()
    path = try InclusionProof(from: &r)
    preimage = try r.bytes(max: StateProof.maximumLeafBytes)
  }
}
