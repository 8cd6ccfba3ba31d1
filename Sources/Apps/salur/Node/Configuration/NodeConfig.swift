import ArgumentParser
import Documents
import Presentation

struct NodeConfig: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Shows how a node would be configured, and where each choice was made.",
    discussion: """
      Every setting may stand in a YAML file (--config, or SALUR_CONFIG), in the environment (SALUR_LISTEN_PORT), and on \
      the command line (--port, or --set listen.port=80). The command line is the strongest, the file the weakest. \
      Nothing is opened or written.
      """)

  @OptionGroup var node: NodeOptions
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let settings = try node.settings()
    let configuration = NodeConfiguration(settings)
    let language = console.language
    var table = TextTable([
      (ConfigurationPhrase.setting.text(language), .left), (ConfigurationPhrase.value.text(language), .left),
      (ConfigurationPhrase.where.text(language), .left),
    ])
    for (item, known) in zip(settings.items, NodeSetting.all) {
      let value = known.get(configuration)
      if console.isJSON {
        console.answer(["setting": .string(item.setting.name), "value": value.json, "source": item.source.json])
      } else {
        table.add([
          item.setting.name, value.isEmpty ? ConfigurationPhrase.unchosen.text(language) : value.text,
          ConfigurationPhrase.source(item.source).text(language),
        ])
      }
    }
    if !console.isJSON { console.show(table) }
  }
}

extension SettingValue {
  fileprivate var isEmpty: Bool { text.isEmpty }

  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .integer(let value): "\(value)"
    case .texts(let texts): texts.joined(separator: ",")
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .integer(let value): .int(value)
    case .texts(let texts): .array(texts.map { .string($0) })
    }
  }
}

extension SettingSource {
  fileprivate var json: JSON {
    switch self {
    case .none: ["kind": "default"]
    case .file(let file, let place):
      ["kind": "file", "file": .string(file), "line": JSON(place.line), "column": JSON(place.column)]
    case .variable(let name): ["kind": "environment", "variable": .string(name)]
    case .flag(let flag): ["kind": "flag", "flag": .string(flag)]
    }
  }
}
