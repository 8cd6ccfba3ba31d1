import Documents
import Model
import Programmes
import Testing

@Suite struct ProgrammeDocumentTests {
  @Test(arguments: ["pkh", "pip", "gempa-ntt"])
  func readsAndCompilesTheExamples(_ name: String) throws {
    let document = try Examples.programme(name)
    print(name, document.compiled.cost)
    let programme = document.programme
    #expect(try Programme(encoded: programme.encoded) == programme)
  }

  @Test func aTypo() throws {
    let schemas = try Examples.schemas()
    let text = try Examples.text("programmes/pkh.yaml").replacing("eligible:", with: "eligble:").replacing(
      "m.school == 'SMP'", with: "m.schol == 'SMP'"
    ).replacing("225000", with: "-5")
    for d in diagnostics({ () throws(DocumentError) in
      _ = try ProgrammeDocument(file: "pkh.yaml", bytes: Array(text.utf8), schemas: schemas)
    }) { print(d) }
  }
}
