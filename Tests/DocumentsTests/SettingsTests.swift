import Coding
import Documents
import Testing

@Suite("Settings from a file, the environment and flags")
struct SettingsTests {
  private static let known = [
    Setting("data", .text, Phrase("", "")), Setting("listen.port", .integer(0...65_535), Phrase("", "")),
    Setting("listen.host", .text, Phrase("", "")), Setting("log.level", .choice(["info", "debug"]), Phrase("", "")),
    Setting("witnesses", .texts(max: 2), Phrase("", "")),
  ]

  private func settings(
    file: String? = nil, environment: [String: String] = [:], flags: [Settings.Flag] = []
  ) throws -> [String: Settings.Item] {
    let file = file.map { (name: "node.yaml", bytes: Array($0.utf8)) }
    let settings = try Settings(Self.known, file: file, environment: environment, flags: flags)
    return Dictionary(uniqueKeysWithValues: settings.items.map { ($0.setting.name, $0) })
  }

  private func refusal(
    file: String? = nil, environment: [String: String] = [:], flags: [Settings.Flag] = []
  ) -> [String] {
    do throws {
      _ = try settings(file: file, environment: environment, flags: flags)
      return []
    } catch {
      let lines = (error as? DocumentError)?.diagnostics.map { $0.text(.english) } ?? ["\(error)"]
      return lines.map { String($0.prefix { $0 != "\n" }) }
    }
  }

  /// Which of the three say something, and who has the last word.
  @Test(
    "The flag is stronger than the environment, the environment than the file",
    arguments: [
      (false, false, false), (true, false, false), (false, true, false), (true, true, false), (false, false, true),
      (true, false, true), (false, true, true), (true, true, true),
    ])
  func precedence(inFile: Bool, inEnvironment: Bool, onCommandLine: Bool) throws {
    let item = try #require(
      try settings(
        file: inFile ? "listen:\n  port: 1\n" : nil, environment: inEnvironment ? ["SALUR_LISTEN_PORT": "2"] : [:],
        flags: onCommandLine ? [.init("--port", "listen.port", "3")] : []
      )["listen.port"])
    let expected: (SettingValue?, SettingSource) =
      switch (inFile, inEnvironment, onCommandLine) {
      case (_, _, true): (.integer(3), .flag("--port"))
      case (_, true, _): (.integer(2), .variable("SALUR_LISTEN_PORT"))
      case (true, _, _): (.integer(1), .file("node.yaml", .init(line: 2, column: 3)))
      default: (nil, .none)
      }
    #expect(item.value == expected.0)
    #expect(item.source == expected.1)
  }

  @Test("Every setting can come from every place")
  func places() throws {
    let values: [(name: String, yaml: String, text: String, value: SettingValue)] = [
      ("data", "data: /var/lib/salur", "/var/lib/salur", .text("/var/lib/salur")),
      ("listen.port", "listen: {port: 80}", "80", .integer(80)),
      ("listen.host", "listen:\n  host: 127.0.0.1", "127.0.0.1", .text("127.0.0.1")),
      ("log.level", "log: {level: debug}", "debug", .text("debug")),
      ("witnesses", "witnesses: [a+1+x=https://a, b]", "a+1+x=https://a, b", .texts(["a+1+x=https://a", "b"])),
    ]
    for (name, yaml, text, value) in values {
      let setting = try #require(Self.known.first { $0.name == name })
      #expect(try settings(file: yaml)[name]?.value == value, "\(yaml)")
      #expect(try settings(environment: [setting.variable: text])[name]?.value == value, "\(text)")
      #expect(try settings(flags: [.init("--set \(name)", name, text)])[name]?.value == value, "\(text)")
    }
  }

  @Test(
    "What is wrong in a file is named with its place and what to write",
    arguments: [
      (
        "listne:\n  port: 80\n", "node.yaml:1:1: 'listne' is no field of a node's configuration; did you mean 'listen'?"
      ),
      ("listen:\n  prot: 80\n", "node.yaml:2:3: 'prot' is no field of the section 'listen'; did you mean 'port'?"),
      ("listen:\n  port: \"80\"\n", "node.yaml:2:9: '80' is not a plain whole number; write digits only, "),
      ("listen:\n  port: 70000\n", "node.yaml:2:9: 70000 is outside 0 to 65535; write a number in that range"),
      ("listen: 80\n", "node.yaml:1:9: expected the section 'listen', found a single value; "),
      (
        "log:\n  level: loud\n", "node.yaml:2:10: 'loud' is not one of the words allowed here; write one of info, debug"
      ),
      ("witnesses: a\n", "node.yaml:1:12: expected a list, found a single value; "),
      ("witnesses: [a, b, c]\n", "node.yaml:1:12: the list has 3 values, above the limit of 2; shorten it"),
      ("data:\n", "node.yaml:1:"), ("listen:\n  port: 1\n  port: 2\n", "node.yaml:"), ("listen: [\n", "node.yaml:"),
    ])
  func badFiles(yaml: String, sentence: String) {
    let lines = refusal(file: yaml)
    #expect(lines.contains { $0.hasPrefix(sentence) }, "\(lines)")
  }

  @Test("What is wrong elsewhere is named with the variable or the flag, and all at once")
  func badElsewhere() {
    let lines = refusal(
      file: "listen: {port: x}", environment: ["SALUR_LISTEN_PORT": "x", "SALUR_LOG_LEVLE": "info", "SALUR_DATA": ""],
      flags: [.init("--port", "listen.port", "-1"), .init("--set blok", "blok", "1")])
    for start in [
      "node.yaml:1:16: 'x' is not a plain whole number", "SALUR_LISTEN_PORT:1:1: 'x' is not a plain whole number",
      "SALUR_LOG_LEVLE:1:1: there is no setting of that name; did you mean SALUR_LOG_LEVEL?",
      "SALUR_DATA:1:1: a text has 1 to 4096 bytes", "--port:1:1: -1 is outside 0 to 65535",
      "--set blok:1:1: there is no setting 'blok'",
    ] {
      #expect(lines.contains { $0.hasPrefix(start) }, "\(start) in \(lines)")
    }
  }

  @Test("A text that will not do is named where it stands, in each of the places")
  func defects() throws {
    let even = Setting("peers", .texts(max: 4), Phrase("", "")) { text in
      text.utf8.count.isMultiple(of: 2)
        ? nil : .init(Phrase("ganjil", "'\(text)' is odd"), Phrase("genap", "write it even"))
    }
    func lines(_ yaml: String?, _ environment: [String: String], _ flags: [Settings.Flag]) -> [String] {
      do throws(DocumentError) {
        let file = yaml.map { (name: "node.yaml", bytes: Array($0.utf8)) }
        _ = try Settings([even], file: file, environment: environment, flags: flags)
        return []
      } catch {
        return error.diagnostics.map { String($0.text(.english).prefix { $0 != "\n" }) }
      }
    }
    #expect(lines("peers: [ab, abcd]", ["SALUR_PEERS": "ab,cd"], []) == [])
    let all = lines("peers: [ab, abc]", ["SALUR_PEERS": "a"], [.init("--set peers", "peers", "ab,c")])
    #expect(
      all == [
        "node.yaml:1:13: 'abc' is odd; write it even", "SALUR_PEERS:1:1: 'a' is odd; write it even",
        "--set peers:1:1: 'c' is odd; write it even",
      ])
  }

  @Test("Other people's variables are left alone")
  func foreign() throws {
    #expect(try settings(environment: ["SALUR_SERVICE_HOST": "10.0.0.1", "HOME": "/"])["listen.host"]?.value == nil)
  }
}
