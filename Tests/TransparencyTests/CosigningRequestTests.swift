import Coding
import Signing
import Testing
import Transparency

@Suite struct CosigningRequestTests {
  /// The specification's example (C2SP tlog-witness).
  static let example = """
    old 20852014
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
    5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
    /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
    — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

    """

  @Test func readsTheSpecificationsExample() throws {
    let request = try CosigningRequest(parsing: Array(Self.example.utf8))
    #expect(request.oldSize == 20_852_014 && request.hashes.count == 4)
    #expect(try Checkpoint(parsing: request.note.text).size == 20_852_163)
    #expect(request.note.signatures.count == 2)
    #expect(request.bytes == Array(Self.example.utf8))
  }

  @Test func refusesEveryCutOfIt() {
    let bytes = Array(Self.example.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let request = try? CosigningRequest(parsing: Array(bytes[..<end]))
      // Only where the second signature begins is a note whole.
      #expect(request == nil || request?.note.signatures.count == 1)
    }
  }

  @Test func offersProofsOfTheRightShapeOnly() {
    let tree = logTree(20)
    let proof = tree.consistencyProof(from: 7, to: 20)
    #expect(ConsistencyProof(offering: proof.hashes, from: 7, to: 20) == proof)
    #expect(ConsistencyProof(offering: Array(proof.hashes.dropLast()), from: 7, to: 20) == nil)
    #expect(ConsistencyProof(offering: proof.hashes + [.zero], from: 7, to: 20) == nil)
    #expect(ConsistencyProof(offering: [], from: 9, to: 8) == nil)
    #expect(ConsistencyProof(offering: [], from: 0, to: 8)?.hashes == [])
    #expect(ConsistencyProof(offering: [.zero], from: 0, to: 8) == nil)
  }
}
