import Coding
import Ledger
import Model
import Signing

// A no that two officers make an exception of.

extension DemoStory {
  /// A family whose rule said no appeals with a neighbour's help; two officers waive the rule, and it is paid at once.
  func appealDecision() throws {
    chapter("8. Banding", "8. An appeal")
    world.set("2026-08-18")
    let series = records.familyProgramme.series
    guard let family = refusedButForOneRule(series, "2026-Q3"), let neighbour = population.claimed.first else { return }
    let account = AccountNumber(family)
    let helper = population.account(neighbour)
    let words = sealed("appeal", "Suami saya meninggal; data kami sudah lama.")
    let action = Action.appeal(
      account: account, person: nil, series: series, cycle: "2026-Q3", sealed: words.digest)
    let filed = try world.accept([world.sign(helper, action, sealed: [words]).1])[0]
    let rule = try reasonNumber(records.familyProgramme, "2026-Q3", family)
    let answer = sealed("answer", "Sudah diperiksa di rumah; pengecualian untuk triwulan ini.")
    try world.accept([
      world.order(
        "kemensos", .answerAppeal(appeal: filed, answer: .exception(rule: rule), sealed: answer.digest),
        sealed: [answer])
    ])
    try world.accept([world.order("kemensos", .confirmException(appeal: filed, rule: rule), officer: 1)])
    try world.settle()
    let paid = world.replica.read { state in
      state.cycles(of: series).first { $0.name == "2026-Q3" }.flatMap { state.entitlement(family, in: $0.number) }?.paid
    }
    let amount = rupiah(Rupiah(paid ?? 0))
    tell(
      "  Tetangga membantu keluarga \(account) mengajukan banding; dua petugas mengecualikan satu syarat, dan \(amount) dibayar saat itu juga.",
      "  A neighbour helped family \(account) to appeal; two officers waived one rule, and \(amount) were paid at once."
    )
  }

  private func sealed(_ name: String, _ words: Text) -> Sealed {
    Sealed(salt: world.keys.salt("appeal/\(name)"), content: AppealText(words: words).encoded)
  }

  /// The first registrant to whom one rule said no and payments would apply.
  private func refusedButForOneRule(_ series: Text, _ cycle: Text) -> UInt32? {
    world.replica.read { state in
      guard let found = state.cycles(of: series).first(where: { $0.name == cycle }) else { return nil }
      return (0..<found.registrants).first { registrant in
        guard let row = state.entitlement(registrant, in: found.number), row.verdict == .no,
          row.reason != EntitlementRow.noPayment,
          let explanation = state.explain(series: series, cycle: cycle, registrant: registrant)
        else { return false }
        return explanation.rules.count { $0.answer != .yes } == 1
          && explanation.payments.contains { $0.use == .counted }
      }
    }
  }
}
