import Model
import TestSupport
import Testing

@Suite struct AccountNameTests {
  @Test func isReadBackByWhateverPeopleType() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<1_000 {
      let account = AccountNumber(UInt32(truncatingIfNeeded: random.next()))
      let text = account.description
      #expect(AccountName(parsing: text)?.account == account)
      #expect(AccountName(parsing: text.lowercased())?.account == account)
      #expect(AccountName(parsing: text.replacing("0", with: "O").replacing("1", with: "l"))?.account == account)
    }
  }

  @Test func refusesEveryWrongSymbolAndEverySwap() {
    let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U")
    var random = SplitMix64(seed: 2)
    for _ in 0..<200 {
      let text = Array(AccountNumber(UInt32(truncatingIfNeeded: random.next())).description)
      for index in 4..<text.count {
        for symbol in symbols where symbol != text[index] {
          var wrong = text
          wrong[index] = symbol
          #expect(AccountName(parsing: String(wrong)) == nil, "\(String(wrong)) for \(String(text))")
        }
        guard index + 1 < text.count, text[index] != text[index + 1] else { continue }
        var swapped = text
        swapped.swapAt(index, index + 1)
        #expect(AccountName(parsing: String(swapped)) == nil, "\(String(swapped)) for \(String(text))")
      }
    }
  }

  @Test(arguments: ["", "SLR-", "SLR-0000001", "SLR-00000000Z", "XLR-00000000", "SLR-0000000é", "SLR-7ZZZZZZZ"])
  func refuses(_ text: String) {
    #expect(AccountName(parsing: text) == nil)
  }
}
