import Coding
import Signing
import Testing
import Transparency

@Suite struct ProofCodingTests {
  @Test func inclusionProofsComeBack() throws {
    let tree = logTree(70)
    for index in [0, 1, 63, 64, 69] as [UInt64] { try expectCodecLaws(tree.inclusionProof(of: index)) }
    try expectCodecLaws(tree.inclusionProof(of: 0, size: 1))
  }

  @Test func consistencyProofsComeBack() throws {
    let tree = logTree(70)
    for size in [0, 1, 64, 65, 70] as [UInt64] { try expectCodecLaws(tree.consistencyProof(from: size)) }
  }

  @Test func proofsThatFitNoTreeAreRefused() {
    let hash = Digest.zero
    func inclusion(_ index: UInt64, _ size: UInt64, _ count: Int) -> [UInt8] {
      encoded(index, size) { $0.list(repeatElement(hash, count: count)) }
    }
    #expect(throws: Never.self) { try InclusionProof(encoded: inclusion(2, 4, 2)) }
    for bytes in [inclusion(4, 4, 2), inclusion(0, 0, 0), inclusion(2, 4, 1), inclusion(2, 4, 3), inclusion(2, 4, 65)] {
      #expect(throws: CodingError.self) { try InclusionProof(encoded: bytes) }
      #expect(throws: CodingError.self) { try SumInclusionProof(encoded: bytes) }
    }
    #expect(throws: Never.self) { try InclusionProof(encoded: inclusion(0, .max, 64)) }
    #expect(throws: Never.self) { try InclusionProof(encoded: inclusion(.max - 1, .max, 63)) }
    #expect(throws: Never.self) { try ConsistencyProof(encoded: inclusion(3, 7, 4)) }
    for bytes in [inclusion(8, 7, 4), inclusion(3, 7, 3), inclusion(3, 7, 5), inclusion(0, 7, 1), inclusion(7, 7, 1)] {
      #expect(throws: CodingError.self) { try ConsistencyProof(encoded: bytes) }
    }
  }

  private func encoded(_ first: UInt64, _ second: UInt64, _ rest: (inout CBORWriter) -> Void) -> [UInt8] {
    var writer = CBORWriter()
    writer.array(3)
    writer.unsigned(first)
    writer.unsigned(second)
    rest(&writer)
    return writer.bytes
  }
}

/// A proof as its three parts, so that a test can make one that no tree makes.
struct RawProof: CBOREncodable {
  let first: UInt64
  let second: UInt64
  let hashes: [Digest]

  func encode(to writer: inout CBORWriter) {
    writer.array(3)
    writer.unsigned(first)
    writer.unsigned(second)
    writer.list(hashes)
  }
}

extension InclusionProof {
  func replacing(_ place: Int, _ change: (Digest) -> Digest) throws -> InclusionProof {
    var hashes = siblings
    hashes[place] = change(hashes[place])
    return try InclusionProof(encoded: RawProof(first: index, second: size, hashes: hashes).encoded)
  }
}

extension ConsistencyProof {
  func replacing(_ place: Int, _ change: (Digest) -> Digest) throws -> ConsistencyProof {
    var hashes = hashes
    hashes[place] = change(hashes[place])
    return try ConsistencyProof(encoded: RawProof(first: oldSize, second: newSize, hashes: hashes).encoded)
  }
}

/// Both laws of an encoding, every truncation, and one byte too many.
func expectCodecLaws<Value: CBORCodable & Equatable>(_ value: Value) throws {
  let bytes = value.encoded
  let decoded = try Value(encoded: bytes)
  #expect(decoded == value)
  #expect(decoded.encoded == bytes)
  for end in bytes.indices {
    #expect(throws: CodingError.self) { try Value(encoded: bytes[..<end]) }
  }
  #expect(throws: CodingError(.trailingBytes, at: bytes.count)) { try Value(encoded: bytes + [0]) }
}
