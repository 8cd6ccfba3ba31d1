import Documents
import Ledger
import Model
import Presentation

/// What became of a spec's cases.
struct SpecOutcome {
  let file: String
  let programme: ProgrammeDocument
  let cases: Int
  private(set) var misses: [Miss] = []
  private(set) var coverage: SpecCoverage
  private(set) var branches: BranchCoverage

  /// One thing that did not come out as expected.
  struct Miss {
    let name: String
    let line: Int
    /// What was looked at, in both languages.
    let what: Phrase
    let expected: String
    let got: String
  }

  init(file: String, spec: ProgrammeSpec, programme: ProgrammeDocument) throws {
    self.file = file
    self.programme = programme
    cases = spec.cases.count
    coverage = SpecCoverage(programme.programme)
    let traced = try programme.compiled.tracingBranches()
    branches = BranchCoverage(programme, traced: traced)
    for specCase in spec.cases {
      let answer = SpecAnswer(specCase, programme, traced: traced)
      if let explanation = answer.explanation { coverage.add(explanation) }
      branches.add(answer.branches)
      misses += answer.misses(of: specCase)
    }
  }

  func show(on console: Console, least: Int) {
    let language = console.language
    for miss in misses {
      console.say(
        console.output.styled(SpecPhrase.miss.text(language), .red)
          + " \(file):\(miss.line): \(miss.name): \(miss.what.text(language))")
      console.say("  " + SpecPhrase.expected.text(language) + " " + console.output.styled(miss.expected, .green))
      console.say("  " + SpecPhrase.got.text(language) + " " + console.output.styled(miss.got, .red))
    }
    let failed = Set(misses.map(\.line)).count
    console.say(
      SpecPhrase.summary(
        file, cases: cases, failed: failed, rules: coverage.percent, branches: branches.percent))
    console.show(coverage.table(language))
    for place in branches.missing { console.say(place.text(language)) }
    if percent < least { console.say(SpecPhrase.tooLittle(percent, least)) }
  }

  /// How much was tried of what was tried least: rules, or their branches.
  var percent: Int { min(coverage.percent, branches.percent) }

  func json(_ language: Language) -> JSON {
    [
      "file": .string(file), "series": .string(programme.programme.series.string), "cases": JSON(cases),
      "coverage": coverage.json, "branches": branches.json(language),
      "misses": .array(
        misses.map {
          [
            "case": .string($0.name), "line": JSON($0.line), "what": .string($0.what.english),
            "expected": .string($0.expected), "got": .string($0.got),
          ]
        }),
    ]
  }
}
