import Model
import Platform
import Signing
import Transparency

/// One signed batch: an action that commits to many sealed records by their Merkle root, and the records beside it.
struct SealedBatch: Sendable {
  let action: Action
  let sealed: [Sealed]

  /// - Parameter action: made from how many records there are and their root.
  init(_ sealed: [Sealed], lanes: PlatformLanes, _ action: (UInt32, Digest) -> Action) {
    let leaves = Collected<Digest>(count: sealed.count)
    lanes.forEachRange(of: sealed.count, grain: 64) { range in
      for index in range {
        leaves[index] = MerkleTree.leafHash(SHA256.acceleratedHash(sealed[index].bytes).bytes)
      }
    }
    self.action = action(UInt32(sealed.count), MerkleTree.root(leafHashes: leaves.all, lanes: lanes))
    self.sealed = sealed
  }
}
