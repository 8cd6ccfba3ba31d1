import Ledger
import Model
import Signing

extension TestLedger {
  /// What the receipt of a disbursement commits to, by docs/FORMATS.md and nothing else.
  func decisionDigest(cycle number: Int = 0, registrant: UInt32, amount: UInt32, seals: [Digest]) -> Digest {
    func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian, Array.init)
    }
    let record = cycle(number)
    let programme = state.benefits.versions[Int(record.version)].id.digest.bytes
    let named = Array("salur/cycle/v1".utf8) + programme + little(record.due.days) + little(record.cutOff)
    let decision = [EntitlementRow.Verdict.yes.rawValue, 0] + little(0 as UInt16) + little(amount)
    return SHA256.hash(
      SHA256.hash(named + record.name.utf8).bytes + little(registrant) + decision + seals.flatMap(\.bytes))
  }
}
