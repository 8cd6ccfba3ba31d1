import ArgumentParser
import Coding
import Engine
import Ledger
import Model

struct AppealDecide: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Answers an appeal: refused, a fact was corrected, or a rule is waived. The decider's officers sign.",
    discussion: """
      --corrected has the decision taken again with all facts known now. --waive RULE makes an exception for this \
      registrant in this cycle, and two officers must sign it: give --key twice. No answer takes anything from anyone.
      """)

  @Argument(help: ArgumentHelp("The appeal, by the number of its entry.", valueName: "ENTRY"))
  var appeal: UInt64

  @Flag(help: "The decision stands.")
  var refuse = false

  @Flag(help: "A fact has been corrected; decide again.")
  var corrected = false

  @Option(help: ArgumentHelp("Waive this eligibility rule, by its id.", valueName: "RULE"))
  var waive: String?

  @Option(help: ArgumentHelp("Why, in words the citizen understands.", valueName: "TEXT"))
  var words: String

  @OptionGroup var acting: ActingOptions
  @OptionGroup var options: ConsoleOptions

  func validate() throws {
    guard [refuse, corrected, waive != nil].count(where: \.self) == 1 else {
      throw ValidationError("Give one of --refuse, --corrected and --waive RULE.")
    }
  }

  func run(on console: Console) async throws {
    let sealed = try AppealText(words: words).sealed()
    var decider = try Operator(acting, console)
    let answer = try answer(decider.replica)
    var decision = try decider.act(
      .answerAppeal(appeal: appeal, answer: answer, sealed: sealed.digest), sealed: [sealed])
    if case .exception(let rule) = answer, acting.key.count > 1 {
      decision = try decider.act(.confirmException(appeal: appeal, rule: rule), by: 1)
    } else if waive != nil, !console.isJSON {
      console.note(AppealPhrase.secondOfficer)
    }
    console.show(decision)
  }

  private func answer(_ replica: Replica) throws -> AppealAnswer {
    if refuse { return .refused }
    guard let waive else { return .corrected }
    let rules = replica.read { state in
      state.benefits.appeals.row(ofEntry: appeal).map { row in
        let cycle = state.benefits.cycles[Int(state.benefits.appeals.rows[row].cycle)].record
        return state.benefits.programme(Int(cycle.version)).eligible.map(\.id.string)
      }
    }
    guard let rules else { throw Failure(AppealPhrase.unknown(appeal)) }
    guard let rule = rules.firstIndex(of: waive) else { throw Failure(AppealPhrase.unknownRule(waive, rules)) }
    return .exception(rule: UInt8(rule))
  }
}
