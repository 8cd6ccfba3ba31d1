import Coding
import Model
import Testing

@Suite("What entries are called")
struct ReceiptWordsTests {
  private static let (mine, others) = (AccountNumber(7), AccountNumber(8))

  private func phrase(_ kind: Receipt.Kind, for reader: AccountNumber = mine) -> Phrase {
    let receipt = Receipt(
      kind, account: Self.mine, other: Self.others, time: BlockTime(milliseconds: 0), digest: .zero)
    return receipt.phrase(for: reader)
  }

  @Test("Every kind has words of its own in both languages, and never the name it has in the code")
  func complete() {
    var seen: [Set<String>] = [[], []]
    for kind in Receipt.Kind.allCases {
      let phrase = phrase(kind)
      #expect(phrase.indonesian != phrase.english, "\(kind)")
      for (index, text) in [phrase.indonesian, phrase.english].enumerated() {
        #expect(!text.isEmpty && text != "\(kind)", "\(kind)")
        #expect(seen[index].insert(text).inserted, "\(kind): \(text)")
      }
    }
  }

  @Test("Where money goes from one to another, each reads of the other")
  func sides() {
    for kind in [Receipt.Kind.payment, .transfer, .refund, .cashOut, .supplierPayment] {
      let (giver, taker) = (phrase(kind), phrase(kind, for: Self.others))
      for text in [giver.indonesian, giver.english] { #expect(text.contains("\(Self.others)"), "\(kind)") }
      for text in [taker.indonesian, taker.english] {
        #expect(text.contains("\(Self.mine)") && !text.contains("\(Self.others)"), "\(kind)")
      }
    }
  }

  @Test("A refusal says why; one this version does not know, by its number")
  func refusals() {
    var receipt = Receipt(.rejected, account: Self.mine, time: BlockTime(milliseconds: 0), digest: .zero)
    for rejection in Rejection.allCases {
      receipt.code = rejection.rawValue
      #expect(receipt.phrase(for: Self.mine).english == "refused: \(rejection.english)")
    }
    receipt.code = 65_000
    #expect(receipt.phrase(for: Self.mine).english == "refused (65000)")
  }
}
