import Coding
import EngineSupport
import Model
import Signing
import Testing
import Wallet

@Suite("An account's identifier")
struct AccountDIDTests {
  private let network = NetworkID(genesis: SHA256.hash([1]))

  @Test("is read exactly as it is written, and in no other spelling")
  func spelling() {
    for raw in [0, 1, 12, 4711, UInt32.max - 1] {
      let did = AccountDID(network: network, account: AccountNumber(raw))
      #expect(AccountDID(parsing: did.description) == did)
      for wrong in [
        did.description + " ", did.description + ":", "DID" + did.description.dropFirst(3), did.description + "#key-0",
        did.description.replacing("SLR-", with: "SLR"), did.description.lowercased(),
        String(did.description.dropLast()), did.description.replacing("salur", with: "Salur"),
      ] {
        #expect(AccountDID(parsing: wrong) == nil, "\(wrong)")
      }
    }
    for wrong in ["", ":", ":::", "did:salur::SLR-0000000", "did:salur:00:SLR-0000000"] {
      #expect(AccountDID(parsing: wrong) == nil, "\(wrong)")
    }
  }

  @Test("its document's text is JSON whatever stands in it")
  func text() {
    let text = JSONText.object([
      .init("a", .list([.string("\"\\\n\u{7f}é"), .list([])])), .init("b", .object([])),
    ]).text
    #expect(text == #"{"a":["\"\\\u000a\u007fé",[]],"b":{}}"#)
  }
}
