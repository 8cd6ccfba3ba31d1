import Coding
import EngineSupport
import Model
import Presentation
import ServiceSupport
import Testing
import Transparency

@Suite("Proofs over HTTP", .timeLimit(.minutes(1)))
struct ProofTests {
  @Test("of every entry, and between every two sizes; of none beyond the log")
  func proofs() async throws {
    let node = try TestNode.paid()
    let size = node.replica.logSize
    try await TestService.serving(node) { service async throws in
      for index in 0..<size {
        let answer = try await service.call("/v1/proofs/entry/\(index)").json
        #expect(answer?["index"] == JSON(index) && answer?["size"] == JSON(size))
      }
      for old in stride(from: 0, through: size, by: 3) {
        let answer = try await service.call(
          "/v1/proofs/consistency?from=\(old)&to=\(size)", headers: ["Accept": "application/cbor"])
        let proof = try ConsistencyProof(encoded: answer.body)
        let (oldRoot, newRoot) = node.replica.read { _, log, _ in (log.root(size: old), log.root(size: size)) }
        try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
      }
      let json = try await service.call("/v1/proofs/consistency?from=1").json
      guard case .string(let checkpoint) = json?["checkpoint"] else { return #expect(Bool(false)) }
      #expect(try Checkpoint(parsing: SignedNote(parsing: Array(checkpoint.utf8)).text).size == size)
      for path in ["entry/\(size)", "entry/x", "entry/-1", "entry/0?size=\(size + 1)", "entry/3?size=2"] {
        #expect(try await service.call("/v1/proofs/\(path)").problem == "not-found", "\(path)")
      }
      for query in ["", "?from=x", "?from=1&to=y"] {
        #expect(try await service.call("/v1/proofs/consistency\(query)").problem == "malformed", "\(query)")
      }
      #expect(try await service.call("/v1/proofs/consistency?from=\(size + 1)").problem == "behind")
    }
  }
}
