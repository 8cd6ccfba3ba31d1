import Documents
import Engine
import Logging
import Service

/// All that an operator may choose about a running node. What stands here is what holds where nobody chose.
struct NodeConfiguration: Sendable {
  /// The data directory; empty until somebody chooses.
  var data = ""
  /// The file of the vault's master key; empty for the one found without it.
  var vaultKeyFile = ""
  var service = ServiceConfiguration()
  var cut = SoloEngine.Cut()
  var checkpointSeconds = 60
  var snapshotSeconds = 6 * 3_600
  /// Witnesses to ask for cosignatures, `KEY=URL` each.
  var witnesses: [String] = []
  var logLevel = Logger.Level.info.rawValue
  var logFormat = LogFormat.auto.rawValue

  init() {}

  /// - Parameter settings: of `NodeSetting.all`.
  init(_ settings: Settings) {
    for (item, known) in zip(settings.items, NodeSetting.all) {
      if let value = item.value { known.set(&self, value) }
    }
  }

  var directory: DataDirectory { DataDirectory(data, vaultKeyFile: vaultKeyFile.isEmpty ? nil : vaultKeyFile) }

  func logger(_ label: String) -> Logger { Logger(label: label) { logHandler($0) } }

  func logHandler(_ label: String) -> LineLogHandler {
    LineLogHandler(
      label: label, level: Logger.Level(rawValue: logLevel) ?? .info, format: LogFormat(rawValue: logFormat) ?? .auto)
  }
}
