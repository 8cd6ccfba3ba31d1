/// One ledger among all: the digest of its genesis document. It is part of every signature, so that nothing signed for
/// one network means anything on another.
@frozen
public struct NetworkID: FixedBytes {
  public let genesis: Digest

  @inlinable
  public init(genesis: Digest) { self.genesis = genesis }
}
