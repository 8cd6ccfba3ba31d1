import Documents
import Foundation
import Model
import Programmes
import Rules
import Testing

/// What a check says about programmes that are good and hardly meant.
@Suite struct ProgrammeRemarkTests {
  /// The remarks on an example with one change, as `line:column matter`.
  private func remarks(
    _ example: String = "pkh", _ old: String = "", _ new: String = ""
  ) throws -> [(remark: PlacedRemark, at: String)] {
    var text = try Examples.text("programmes/\(example).yaml")
    #expect(old.isEmpty || text.contains(old))
    if !old.isEmpty { text = text.replacing(old, with: new, maxReplacements: 1) }
    let regions = try Examples.regions()
    let document = try ProgrammeDocument(
      file: "p.yaml", bytes: Array(text.utf8), schemas: Examples.schemas(), isRegion: regions.contains)
    return document.remarks.map { remark in
      let line = text.split(separator: "\n", omittingEmptySubsequences: false)[remark.diagnostic.place.line - 1]
      return (remark, String(line.unicodeScalars.dropFirst(remark.diagnostic.place.column - 1)))
    }
  }

  @Test(arguments: ["pkh", "pip", "gempa-ntt"])
  func theExamplesGetNoWarning(_ name: String) throws {
    #expect(try remarks(name).filter(\.remark.remark.isWarning).isEmpty)
  }

  struct Slip: Sendable {
    var example = "pkh"
    let old: String
    let new: String
    let matter: ProgrammeRemark.Matter
    /// How the text at the remark's place begins.
    let at: String
  }

  static let slips: [Slip] = [
    Slip(old: "family.decile <= 4", new: "family.decile <= 0 + 0", matter: .nobodyEligible, at: "<= 0 + 0"),
    Slip(
      old: "family.decile <= 4\"", new: "family.decile < 3 && family.decile > 5\"", matter: .nobodyEligible, at: "> 5"),
    Slip(old: "family.decile <= 4", new: "family.decile <= 10", matter: .excludesNobody, at: "family.decile <= 10"),
    Slip(old: "m.school == 'SD' &&", new: "m.school == 'SD' && family.decile > 4 &&", matter: .neverPaid, at: "> 4"),
    Slip(old: "m.pregnancy_no in [1, 2]", new: "false", matter: .neverPaid, at: "false"),
    Slip(
      old: "m.pregnancy_no in [1, 2]", new: "m.pregnancy_no in [1, 2] || m.pregnancy_no == 2", matter: .idleTest,
      at: "== 2"),
    Slip(
      old: "m.disability == 'severe'", new: "age(m.born, due) >= 80", matter: .outbid(by: "lansia"), at: "age(m.born"),
    Slip(
      old: "m.school == 'SMP' && m.attendance_pct >= 85", new: "m.school == 'SMP' && age(m.born, due) in [4, 5]",
      matter: .outbid(by: "usia-dini"), at: "m.school == 'SMP'"),
    Slip(
      example: "gempa-ntt", old: "event.magnitude_x10 >= 60", new: "event.depth_km > 60", matter: .neverTriggers,
      at: "<= 60"),
    Slip(
      example: "gempa-ntt", old: "in_region(home, 53)", new: "in_region(home, 99)",
      matter: .unknownRegion(Region("99")!), at: "99"),
    Slip(
      example: "gempa-ntt", old: "in_region(home, 53)", new: "in_region(home, '53.99')",
      matter: .unknownRegion(Region("53.99")!), at: "'53.99'"),
    Slip(
      old: "cap: 28700000000000", new: "cap: 2000000", matter: .oneExceedsCap(most: 3_000_000, cap: 2_000_000),
      at: "{cap"),
  ]

  @Test(arguments: slips)
  func warnsAndSaysWhere(_ slip: Slip) throws {
    let warnings = try remarks(slip.example, slip.old, slip.new).filter(\.remark.remark.isWarning)
    let found = warnings.first { $0.remark.remark.matter == slip.matter }
    #expect(found != nil, "\(warnings)")
    if let found { #expect(found.at.hasPrefix(slip.at), "\(found.at)") }
  }

  @Test func saysHowFarTheCapReaches() throws {
    let note = try #require(try remarks().last { !$0.remark.remark.isWarning })
    // Four members at the most, three of them at 750,000 as children, one pregnant.
    #expect(note.remark.remark.matter == .capCovers(registrants: 9_566_666, most: 3_000_000))
    #expect(note.remark.remark.message.english.contains("Rp 3,000,000"))
  }

  @Test(
    arguments: [
      (
        "limits: {group: {anak: 3}, members: 4, order: amount-desc-then-member}", "limits: {group: {anak: 1}}",
        18_000_000
      ),
      ("choose: highest-per-member", "choose: sum", 10_050_000),
    ] as [(String, String, Int64)])
  func theMostOneCanBeDueFollowsFromAmountsAndLimits(_ old: String, _ new: String, _ most: Int64) throws {
    let text = try Examples.text("programmes/pkh.yaml").replacing(old, with: new)
    let document = try ProgrammeDocument(file: "p", bytes: Array(text.utf8), schemas: Examples.schemas())
    #expect(document.compiled.mostPaid == Rupiah(most))
  }

  @Test func remarksHaveWordsInBothLanguages() throws {
    for remark in try remarks("pkh", "m.pregnancy_no in [1, 2]", "false").map(\.remark.remark) {
      for words in [remark.message, remark.remedy] {
        #expect(!words.indonesian.isEmpty && !words.english.isEmpty && words.indonesian != words.english)
      }
    }
  }

  /// The largest programme there can be is checked, or refused in a few sentences, without a long wait.
  @Test func hugeProgrammesAreAnsweredQuickly() throws {
    let pkh = try Examples.text("programmes/pkh.yaml")
    let rule = pkh.components(separatedBy: "- id: lansia")[1].components(separatedBy: "- id:")[0]
    let long = (0..<120).map { "m.pregnancy_no != \($0 % 20)" }.joined(separator: " && ")
    let many = (0..<50).map { index in
      "- id: r\(index)"
        + rule.replacing("age(m.born, due) >= 70", with: long).replacing("600000", with: "\(600_000 + index)")
    }
    let deep = String(repeating: "(", count: 5_000)
    let operators = "1 == 1" + String(repeating: " + 1", count: 4_000)
    let clock = ContinuousClock()
    for text in [
      pkh.replacing("- id: lansia" + rule, with: many.joined()),
      pkh.replacing("age(m.born, due) >= 70", with: deep), pkh.replacing("age(m.born, due) >= 70", with: operators),
      pkh + "# " + String(repeating: "x", count: (1 << 20) - pkh.utf8.count - 3) + "\n",
      pkh + String(repeating: "- {id: a, say: {id: a, en: a}, when: \"a\"}\n", count: 20_000),
      String(repeating: pkh, count: 200),
    ] {
      var problems: [Diagnostic] = []
      let schemas = try Examples.schemas()
      let elapsed = clock.measure {
        problems = diagnostics { () throws(DocumentError) in
          _ = try ProgrammeDocument(file: "p", bytes: Array(text.utf8), schemas: schemas)
        }
      }
      #expect(elapsed < .seconds(2), "\(elapsed) for \(text.utf8.count) bytes")
      #expect(problems.count <= 100)
    }
  }
}
