import Documents
import Engine
import Logging
import Service

/// A setting of a node, and where in its configuration it lands.
struct NodeSetting {
  let setting: Setting
  let get: (NodeConfiguration) -> SettingValue
  let set: (inout NodeConfiguration, SettingValue) -> Void

  static var all: [NodeSetting] {
    [
      text("data", \.data, Phrase("direktori data", "the data directory")),
      text(
        "vault.key_file", \.vaultKeyFile, Phrase("berkas kunci induk brankas", "the file of the vault's master key")),
      text("listen.host", \.service.host, Phrase("alamat yang didengarkan", "the address to listen on")),
      texts(
        "listen.proxies", max: 64, \.proxies,
        Phrase("alamat proksi yang dipercaya", "addresses of proxies that are trusted"), NodeConfiguration.proxyDefect),
      integer("listen.port", 0...65_535, \.service.port, Phrase("port; 0: yang bebas", "the port; 0: any free one")),
      integer(
        "block.commands", 1...1_000_000, \.cut.commands, Phrase("perintah per blok", "the most commands in a block")),
      integer(
        "block.wait_ms", 0...10_000, \.cut.wait,
        Phrase("tunggu perintah lain, milidetik", "how long a block waits for others, milliseconds")),
      integer(
        "block.queue", 1...10_000_000, \.cut.queue, Phrase("perintah yang menunggu", "the most commands that wait")),
      integer(
        "block.queue_bytes", 1 << 20...64 << 30, \.cut.bytes,
        Phrase("bita yang menunggu", "the most bytes that wait")),
      integer(
        "block.idle_ms", 10...60_000, \.cut.idle,
        Phrase("periksa yang jatuh tempo, milidetik", "how often to look for what is due, milliseconds")),
      integer(
        "interval.checkpoint_seconds", 1...86_400, \.checkpointSeconds,
        Phrase("jarak titik periksa", "between two checkpoints")),
      integer(
        "interval.snapshot_seconds", 60...30 * 86_400, \.snapshotSeconds,
        Phrase("jarak cuplikan", "between two snapshots")),
      integer(
        "limits.body_bytes", 64 << 10...1 << 30, \.service.bodyBytes, Phrase("isi terbesar", "the largest body")),
      integer(
        "limits.header_bytes", 4 << 10...1 << 20, \.service.headerBytes,
        Phrase("kepala terbesar", "the largest header")),
      integer(
        "limits.connections", 1...1_000_000, \.service.limits.connections,
        Phrase("sambungan bersamaan", "connections at one time")),
      integer(
        "limits.address_connections", 1...1_000_000, \.service.limits.connectionsPerAddress,
        Phrase("sambungan dari satu alamat", "connections from one address")),
      integer(
        "limits.address_rate", 1...1_000_000, \.service.limits.address.perSecond,
        Phrase("panggilan per detik dari satu alamat", "calls a second from one address")),
      integer(
        "limits.address_burst", 1...10_000_000, \.service.limits.address.burst,
        Phrase("panggilan sekaligus dari satu alamat", "calls at once from one address")),
      integer(
        "limits.account_rate", 1...1_000_000, \.service.limits.account.perSecond,
        Phrase("panggilan per detik dari satu akun", "calls a second from one account")),
      integer(
        "limits.account_burst", 1...10_000_000, \.service.limits.account.burst,
        Phrase("panggilan sekaligus dari satu akun", "calls at once from one account")),
      integer(
        "limits.idle_seconds", 1...3_600, \.service.idleSeconds,
        Phrase("sambungan menganggur", "how long a connection may be idle")),
      integer(
        "limits.stop_seconds", 1...3_600, \.service.stopSeconds,
        Phrase("waktu menyelesaikan saat berhenti", "how long calls may take once stopping")),
      integer(
        "events.streams", 1...1_000_000, \.service.events.streams,
        Phrase("aliran peristiwa bersamaan", "streams of events at one time")),
      integer(
        "events.account_streams", 1...1_000, \.service.events.streamsPerAccount,
        Phrase("aliran satu akun", "streams of one account")),
      integer(
        "events.waiting", 8...100_000, \.service.events.buffered,
        Phrase("peristiwa yang menunggu satu pembaca", "events that may wait for one reader")),
      integer(
        "events.beat_seconds", 1...600, \.beatSeconds, Phrase("jarak detak, detik", "between two beats, seconds")),
      integer(
        "events.longest_beats", 4...100_000, \.service.events.longestBeats,
        Phrase("umur satu aliran, dalam detak", "a stream's life, in beats")),
      integer(
        "events.replayed_entries", 0...1_000_000_000, \.replayedEntries,
        Phrase("entri yang dibaca ulang", "entries that are read again for one reader")),
      integer(
        "events.replayed_events", 1...100_000, \.service.events.replayedEvents,
        Phrase("peristiwa yang diceritakan ulang", "events that are told again to one reader")),
      integer(
        "events.replays", 1...1_000, \.service.events.replays,
        Phrase("pembacaan ulang bersamaan", "readers at a time for whom is read again")),
      text(
        "push.contact", \.pushContact, Phrase("kontak untuk layanan push", "whom push services turn to"),
        NodeConfiguration.contactDefect),
      choice("log.level", Logger.Level.allCases.map(\.rawValue), \.logLevel, Phrase("tingkat log", "what is logged")),
      choice("log.format", LogFormat.allCases.map(\.rawValue), \.logFormat, Phrase("bentuk log", "how it looks")),
      texts(
        "witnesses", max: 32, \.witnesses, Phrase("saksi, KUNCI=URL", "witnesses, KEY=URL"),
        NodeConfiguration.witnessDefect),
      optional(
        "witness_quorum", 0...32, \.service.witnessQuorum,
        Phrase("saksi yang diperlukan", "witnesses that are needed")),
    ]
  }

  private static func text(
    _ name: String, _ path: WritableKeyPath<NodeConfiguration, String>, _ about: Phrase,
    _ defect: @escaping @Sendable (String) -> Setting.Defect? = { _ in nil }
  ) -> NodeSetting {
    choose(Setting(name, .text, about, defect: defect), path)
  }

  private static func choice(
    _ name: String, _ words: [String], _ path: WritableKeyPath<NodeConfiguration, String>, _ about: Phrase
  ) -> NodeSetting {
    choose(Setting(name, .choice(words), about), path)
  }

  private static func choose(_ setting: Setting, _ path: WritableKeyPath<NodeConfiguration, String>) -> NodeSetting {
    NodeSetting(setting: setting) {
      .text($0[keyPath: path])
    } set: {
      if case .text(let text) = $1 { $0[keyPath: path] = text }
    }
  }

  private static func integer(
    _ name: String, _ range: ClosedRange<Int64>, _ path: WritableKeyPath<NodeConfiguration, Int>, _ about: Phrase
  ) -> NodeSetting {
    NodeSetting(setting: Setting(name, .integer(range), about)) {
      .integer(Int64($0[keyPath: path]))
    } set: {
      if case .integer(let value) = $1 { $0[keyPath: path] = Int(value) }
    }
  }

  /// Nobody has to choose it: then it is shown as not chosen.
  private static func optional(
    _ name: String, _ range: ClosedRange<Int64>, _ path: WritableKeyPath<NodeConfiguration, Int?>, _ about: Phrase
  ) -> NodeSetting {
    NodeSetting(setting: Setting(name, .integer(range), about)) {
      $0[keyPath: path].map { .integer(Int64($0)) } ?? .text("")
    } set: {
      if case .integer(let value) = $1 { $0[keyPath: path] = Int(value) }
    }
  }

  private static func texts(
    _ name: String, max: Int, _ path: WritableKeyPath<NodeConfiguration, [String]>, _ about: Phrase,
    _ defect: @escaping @Sendable (String) -> Setting.Defect?
  ) -> NodeSetting {
    NodeSetting(setting: Setting(name, .texts(max: max), about, defect: defect)) {
      .texts($0[keyPath: path])
    } set: {
      if case .texts(let texts) = $1 { $0[keyPath: path] = texts }
    }
  }
}
