import Coding
import Engine
import Foundation
import Ledger
import Model
import Platform

// Families at shops, one block a round, until the machine goes dark.

extension DemoStory {
  static let spendingRounds = 30
  private static let paymentsPerRound = 60
  static let spendingDay = "2026-02-12"

  /// Rounds from `first` on. Every answer is told to `acknowledged` the moment it is known.
  func spend(from first: Int = 0, acknowledged: (CommandID, UInt64) throws -> Void) throws {
    if first == 0 { world.set(Self.spendingDay) }
    for round in first..<Self.spendingRounds {
      let submissions = payments(in: round)
      for answer in try world.block(submissions.map(\.1)) {
        if case .decided(let decision) = answer, decision.rejection == nil {
          try acknowledged(decision.command, decision.entry)
        }
      }
    }
  }

  /// The payments of one round: who pays, where and how much follow from the round's number.
  private func payments(in round: Int) -> [(CommandID, Submission)] {
    let claimed = population.claimed
    guard !claimed.isEmpty else { return [] }
    let shops: [Shop] = [.grocer, .pharmacy, .agent]
    return (0..<min(Self.paymentsPerRound, claimed.count)).compactMap { place in
      let family = claimed[(round * Self.paymentsPerRound + place * 7) % claimed.count]
      let account = population.account(family)
      let has = world.replica.read { state in
        state.classes.indices.reduce(0) { $0 + state.money.balance(of: account, voucherClass: $1) }
      }
      let amount = Int64(10_000 + (round * 31 + place * 17) % 40 * 1_000)
      guard has >= amount else { return nil }
      let shop = shops[(round + place) % shops.count]
      let action: Action =
        shop == .agent
        ? .cashOut(agent: self.account(shop), amount: Rupiah(amount), fee: .zero)
        : .pay(merchant: self.account(shop), amount: Rupiah(amount), basket: [])
      return world.sign(account, action)
    }
  }
}
