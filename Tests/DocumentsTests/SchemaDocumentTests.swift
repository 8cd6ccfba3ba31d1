import Documents
import Model
import Rules
import Testing

@Suite struct SchemaDocumentTests {
  @Test func readsTheExamples() throws {
    let schemas = try Examples.schemas()
    #expect(schemas.map(\.name) == ["dtsen.family/1", "dapodik.student/1", "bmkg.quake/1"])
    #expect(schemas.map(\.subject) == [.family, .person, .event])
    #expect(schemas[2].key == ["occurred", "minute"])
    for schema in schemas { #expect(try FactSchema(encoded: schema.encoded) == schema) }
    let decile = schemas[0].record.fields[0]
    #expect(decile == RecordType.Field("decile", .int(min: 1, max: 10)))
    guard case .records(let member, let max) = schemas[0].record.fields[1].type else {
      Issue.record("a family has members")
      return
    }
    #expect(max == 24)
    #expect(
      member.fields.map(\.name) == [
        "born", "job", "school", "grade", "attendance_pct", "pregnancy_no", "disability",
      ])
    #expect(member.fields.filter(\.optional).map(\.name) == ["attendance_pct"])
  }

  @Test func explainsEveryField() throws {
    let document = try SchemaDocument(
      file: "f", bytes: Examples.bytes("schemas/dtsen.family.1.yaml"))
    #expect(document.fields.map(\.path).prefix(3) == ["decile", "members", "members.born"])
    #expect(document.fields.allSatisfy { !$0.doc.isEmpty })
  }

  @Test(arguments: [
    ("type: date", "type: dat", "did you mean 'date'?"),
    ("min: 1,", "", "'min' is missing"),
    ("min: 1,", "min: 11,", "its range is empty"),
    ("max: 24", "max: 0", "outside 1 to 255"),
    ("born:", "Born:", "use lowercase letters"),
    ("values: [none, mild, severe]", "values: [none, mild, mild]", "a word stands in it twice"),
    ("values: [none, mild, severe]", "values: [no, mild, severe]", "write \"no\""),
    ("values: [none, mild, severe]", "words: [none]", "'words' is no field of a field of type enumeration"),
    ("subject: family", "subject: famly", "did you mean 'family'?"),
    ("subject: family", "subject: event", "an event needs key fields"),
    ("life: P400D", "life: P400D\nkey: [decile]", "only events have key fields"),
    ("life: P400D", "life: 400", "write days as P90D"),
    ("optional: true", "optional: on", "write true or false"),
    ("doc: \"Day of birth\"", "", "'doc' is missing"),
  ])
  func saysWhatIsWrong(_ old: String, _ new: String, _ says: String) throws {
    let original = try Examples.text("schemas/dtsen.family.1.yaml")
    let text = original.replacing(old, with: new, maxReplacements: 1)
    try #require(text != original)
    let found = diagnostics { () throws(DocumentError) in _ = try SchemaDocument(file: "f", bytes: Array(text.utf8)) }
    #expect(found.contains { "\($0)".contains(says) }, "\(found)")
  }
}
