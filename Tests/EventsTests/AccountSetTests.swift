import Events
import Model
import TestSupport
import Testing

@Suite("A set of accounts")
struct AccountSetTests {
  @Test("is what a set is")
  func laws() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix64(seed: seed)
    var (bits, reference) = (AccountSet(), Set<AccountNumber>())
    for _ in 0..<5_000 {
      let account = AccountNumber(UInt32.random(in: 0..<700, using: &random))
      if Bool.random(using: &random) {
        bits.insert(account)
        reference.insert(account)
      } else {
        bits.remove(account)
        reference.remove(account)
      }
    }
    var listed: [AccountNumber] = []
    bits.forEach { listed.append($0) }
    #expect(listed == reference.sorted() && bits.count == reference.count, "seed \(seed)")
    #expect(
      (0..<1_000).allSatisfy { bits.contains(AccountNumber($0)) == reference.contains(AccountNumber($0)) },
      "seed \(seed)")
    #expect(!bits.contains(.none) && AccountSet().isEmpty)
  }
}
