import Coding
import Model
import Records
import Signing
import Transparency

/// What a node answers when asked for an account's balance, keys or lane: the log's head, and the rows with their proof.
public struct StateAnswer: Equatable, Sendable {
  public let head: HeadProof
  public let state: StateProof

  public init(head: HeadProof, state: StateProof) {
    self.head = head
    self.state = state
  }

  /// The state, once the log is shown to end in it.
  ///
  /// - Parameter log: advances to the answer's head.
  public func verified(
    _ log: inout TrustedLog, now: UInt64, verified: (SignatureCheck) -> Bool
  ) throws(TrustError) -> (state: ProvenState, head: TrustedHead) {
    let head = try log.advance(to: head, now: now, verified: verified)
    do throws(StateProofError) {
      return (try state.verified(size: head.size, root: head.root), head)
    } catch {
      throw .state(error)
    }
  }
}

/// `[1, head, state]`
extension StateAnswer: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.unsigned(1 as UInt64)
    head.encode(to: &w)
    state.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 3)
    head = try HeadProof(from: &r)
    state = try StateProof(from: &r)
  }
}
