import Testing

@Suite("salur rule")
struct RuleTests {
  // MARK: check

  @Test("A rule that is hardly meant gets warnings, and is good all the same")
  func warnings() throws {
    let expression = "in_region(home, 99) ||\n family.decile < 3 && family.decile > 5"
    let fact = ["--fact", "family=dtsen.family/1"]
    let outcome = try Salur.run(["rule", "check", "--expr", expression] + fact)
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        Warning: 1:17: no region has the code 99
          in_region(home, 99) ||
                          ^
        Warning: 2:37: this can never be true here
           family.decile < 3 && family.decile > 5
                                              ^

        """)
    let json = try Salur.run(["rule", "check", "--json", "--expr", "family.decile >= 1"] + fact)
    #expect(json.output.contains(#""warnings":[{"column":1,"line":1,"message":"this is always true""#))
  }

  // MARK: eval

  @Test("A value is printed with its type")
  func value() throws {
    let outcome = try Salur.run("rule", "eval", "--expr", "[1, 2].map(x, x * 2)")
    #expect(outcome.status == 0)
    #expect(outcome.output == "[2, 4] : list(int)\n")
    #expect(outcome.errors == "")
  }

  @Test("Machines get the value as JSON")
  func json() throws {
    let outcome = try Salur.run("rule", "eval", "--json", "--expr", "{'b': 'x', 'a': 'y'}")
    #expect(outcome.output == #"{"type":"map(string, string)","value":{"b": "x", "a": "y"}}"# + "\n")
  }

  @Test("Variables are typed by their JSON; timestamps and durations by their form")
  func variables() throws {
    let folder = TemporaryFolder()
    let vars = folder.file(
      "vars.json",
      #"{"n": 3, "yes": true, "name": "Siti", "t": "2026-02-10T00:00:00+07:00", "d": "90s", "l": [1], "m": {"k": 2}}"#)
    let cases = [
      ("n + m.k", "5 : int"), ("yes && l[0] == 1", "true : bool"), ("name + '!'", "\"Siti!\" : string"),
      ("t + d", "2026-02-09T17:01:30Z : timestamp"), ("d", "90s : duration"),
    ]
    for (expression, expected) in cases {
      let outcome = try Salur.run("rule", "eval", "--expr", expression, "--vars", vars.path)
      #expect(outcome.output == expected + "\n", "\(outcome.errors)")
    }
  }

  @Test("A text that looks like a duration stays a text where the expression wants one")
  func textOrDuration() throws {
    let outcome = try Salur.run("rule", "eval", "--expr", "code == '5s'", "--vars", "-", input: #"{"code": "5s"}"#)
    #expect(outcome.output == "true : bool\n")
  }

  @Test("An error has a place, a caret and status 1")
  func typeError() throws {
    let outcome = try Salur.run("rule", "eval", "--expr", "1 +\n 'a'")
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: 1:3: the types do not fit: "), "\(outcome.errors)")
    #expect(outcome.errors.hasSuffix("\n  1 +\n    ^\n"), "\(outcome.errors)")
  }

  @Test(
    "Every kind of error is told apart",
    arguments: [
      ("1 +", "parse"), ("x", "type"), ("1 / 0", "evaluation"),
      ("l.all(a, l.all(b, a + b > 0)) && l.all(a, l.all(b, a - b > 0))", "cost"),
    ])
  func kinds(expression: String, kind: String) throws {
    let list = Array(repeating: "1", count: 60).joined(separator: ",")
    let outcome = try Salur.run(
      "rule", "eval", "--json", "--expr", expression, "--vars", "-", input: "{\"l\": [\(list)]}")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(#""kind":"\#(kind)""#), "\(outcome.output)")
    #expect(outcome.output.hasPrefix(#"{"error":{"column":"#))
  }

  @Test("Messages are Indonesian unless the option or the environment says English")
  func languages() throws {
    let indonesian = try Salur.run("rule", "eval", "--expr", "1 / 0", environment: [:])
    #expect(
      indonesian.errors.hasPrefix("Galat: 1:3: tidak dapat dihitung: pembagian dengan nol\n"), "\(indonesian.errors)")
    let asked = try Salur.run("rule", "eval", "--lang", "en", "--expr", "1 / 0", environment: [:])
    #expect(asked.errors.hasPrefix("Error: 1:3: cannot be evaluated: "), "\(asked.errors)")
    let overruled = try Salur.run("rule", "eval", "--lang", "id", "--expr", "1 / 0")
    #expect(overruled.errors.hasPrefix("Galat: "))
  }

  // MARK: Bad variables

  @Test(
    "Variables that cannot be read are refused with place and remedy",
    arguments: [
      (
        #"{"x": 1.5}"#,
        "<stdin>:1:7: '1.5' is no 64-bit whole number; write it without fraction, exponent or leading zero"
      ),
      (#"{"x": 9223372036854775808}"#, "<stdin>:1:7: '9223372036854775808' is no 64-bit whole number"),
      ("{\n \"x\": 1,\n \"x\": 2}", "<stdin>:3:2: key \"x\" is written twice; keep one"),
      (#"{"x": null}"#, "<stdin>: variable 'x' has a null, which the rule language does not know"),
      ("[1]", "<stdin>: variables must be a JSON object, such as {\"x\": 1}"),
      ("{x: 1}", "<stdin>:1:2: there should be a key in double quotes here"),
      (#"{"x": 1"#, "<stdin>:1:8: there should be ',' or '}' here"),
      ("", "<stdin>:1:1: the JSON ends too early"),
      (#"{"x": "a"} true"#, "<stdin>:1:12: there is something after the JSON's end"),
      (#"{"x": "a"#, "<stdin>:1:7: this quote is never closed"),
    ])
  func badVariables(json: String, message: String) throws {
    let outcome = try Salur.run("rule", "eval", "--expr", "x", "--vars", "-", input: json)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: " + message), "\(outcome.errors)")
  }

  @Test("A variable that mixes types is refused by name")
  func mixedVariable() throws {
    let outcome = try Salur.run("rule", "eval", "--expr", "x", "--vars", "-", input: #"{"x": [1, "a"]}"#)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("variable 'x' mixes types in one list or map"))
  }

  @Test("Missing files and folders are named")
  func missingFile() throws {
    let outcome = try Salur.run("rule", "eval", "--expr", "x", "--vars", "/nowhere/vars.json")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "Error: cannot open /nowhere/vars.json: No such file or directory; check the path\n")
    let folder = try Salur.run("rule", "eval", "--expr", "x", "--vars", "/tmp")
    #expect(folder.errors == "Error: /tmp is a directory; name a file in it\n")
  }

  // MARK: Usage

  @Test("A command line that cannot be read ends with status 2 and says how it is used")
  func usage() throws {
    let unknown = try Salur.run("rule", "eval", "--exp", "1")
    #expect(unknown.status == 2)
    #expect(unknown.errors.hasPrefix("Error: Unknown option '--exp'. Did you mean '--expr'?\nUsage: salur rule eval"))
    #expect(unknown.output == "")
    let missing = try Salur.run("rule", "eval")
    #expect(missing.status == 2)
    #expect(missing.errors.hasPrefix("Error: Missing expected argument '--expr <E>' or '--batch'."))
    let language = try Salur.run("rule", "eval", "--expr", "1", "--lang", "fr")
    #expect(language.status == 2)
    #expect(language.errors.contains("The value 'fr' is invalid for '--lang <lang>'"), "\(language.errors)")
    #expect(try Salur.run("rule", "eval", "--batch", "--expr", "1").status == 2)
  }

  // MARK: batch

  @Test("A batch answers every line in order, with its id")
  func batch() throws {
    let outcome = try Salur.run(
      "rule", "eval", "--batch",
      input: """
        {"id": 1, "expr": "x + 1", "vars": {"x": 41}}
        {"id": "b", "expr": "1 +"}

        {"id": [3], "expr": "1 / 0", "vars": {}}
        {"id": 4}
        {"id": 5, "expr": "x", "vars": {"x": null}}
        not json
        {"expr": "'last'"}
        """)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.lines
    try #require(lines.count == 7)
    #expect(lines[0] == #"{"id":1,"type":"int","value":42}"#)
    #expect(lines[1].hasPrefix(#"{"error":{"column":4,"kind":"parse","line":1,"message":""#), "\(lines[1])")
    #expect(lines[1].hasSuffix(#"},"id":"b"}"#))
    #expect(lines[2] == #"{"error":{"column":3,"kind":"evaluation","line":1,"message":"division by zero"},"id":[3]}"#)
    #expect(lines[3].contains(#"the key \"expr\" must be there and be text"#))
    #expect(lines[4].contains("variable 'x' has a null"))
    #expect(lines[5].contains("there should be a JSON value here") && lines[5].hasSuffix(#""id":null}"#))
    #expect(lines[6] == #"{"id":null,"type":"string","value":"last"}"#)
  }

  // MARK: check

  @Test("A check tells type, worst-case cost and what is read")
  func check() throws {
    let expression = "family.decile <= 4 && family.members.exists(m, age(m.born, due) >= 70)"
    let outcome = try Salur.run("rule", "check", "--expr", expression, "--fact", "family=dtsen.family/1")
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "type             bool")
    #expect(outcome.lines.last == "reads            family.decile, family.members, family.members.born")
    let json = try Salur.run("rule", "check", "--json", "--expr", "x > 1", "--vars", "-", input: #"{"x": 1}"#)
    #expect(json.output == #"{"cost":1,"maxCost":10000,"reads":[],"type":"bool","warnings":[]}"# + "\n", "\(json.output)")
  }

  @Test("A check refuses what no rule may be")
  func refusals() throws {
    let field = try Salur.run("rule", "check", "--expr", "family.desil > 1", "--fact", "family=dtsen.family/1")
    #expect(field.status == 1)
    #expect(field.errors.contains("desil") && field.errors.contains("1:"), "\(field.errors)")
    let schema = try Salur.run("rule", "check", "--expr", "1", "--fact", "family=dtsen.famili/1")
    #expect(schema.status == 1)
    #expect(schema.errors.hasPrefix("Error: there is no schema 'dtsen.famili/1' in Examples/schemas; there are: "))
    let folder = try Salur.run("rule", "check", "--expr", "1", "--fact", "f=dtsen.family/1", "--schemas", "/nowhere")
    #expect(folder.errors == "Error: there is no folder of fact schemas at /nowhere; name one with --schemas DIR\n")
    let fact = try Salur.run("rule", "check", "--expr", "1", "--fact", "family")
    #expect(fact.status == 2)
    let costly =
      "family.members.all(a, family.members.all(b, a.job + b.job == 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))"
    let cost = try Salur.run(
      "rule", "check", "--expr", "\(costly) && \(costly) && \(costly) && \(costly) && \(costly) && \(costly)", "--fact",
      "family=dtsen.family/1")
    #expect(cost.status == 1)
    #expect(cost.errors.contains("too costly") && cost.errors.contains("a rule may take 10000"), "\(cost.errors)")
  }
}
