import Coding

/// What an operator chose, and where each choice was made. A flag is stronger than the environment, the environment than
/// the file, the file than what is left out.
public struct Settings: Sendable {
  public struct Item: Sendable {
    public let setting: Setting
    /// Nil where nobody chose.
    public let value: SettingValue?
    public let source: SettingSource
  }

  /// `--port 8080`: which flag, which setting, and what it says.
  public struct Flag: Sendable {
    public let flag: String
    public let setting: String
    public let value: String

    public init(_ flag: String, _ setting: String, _ value: String) {
      self.flag = flag
      self.setting = setting
      self.value = value
    }
  }

  /// One for every known setting, in their order.
  public let items: [Item]

  /// - Throws: everything that is wrong with any of the sources at once.
  public init(
    _ known: [Setting], file: (name: String, bytes: [UInt8])?, environment: [String: String], flags: [Flag]
  ) throws(DocumentError) {
    var layers = Layers(known: known)
    if let file { layers.add(file: file.name, bytes: file.bytes) }
    layers.add(environment: environment)
    layers.add(flags: flags)
    guard layers.diagnostics.isEmpty else { throw DocumentError(layers.diagnostics) }
    let chosen = layers.chosen
    items = known.map { setting in
      let choice = chosen[setting.name]
      return Item(setting: setting, value: choice?.value, source: choice?.source ?? .none)
    }
  }
}

/// Where a choice was made.
public enum SettingSource: Hashable, Sendable {
  /// Nowhere: the program's own choice holds.
  case none
  case file(String, Diagnostic.Place)
  case variable(String)
  case flag(String)
}

/// Collects choices, weakest first.
private struct Layers {
  let known: [Setting]
  var chosen: [String: (value: SettingValue, source: SettingSource)] = [:]
  var diagnostics: [Diagnostic] = []

  // MARK: The file

  mutating func add(file: String, bytes: [UInt8]) {
    do throws(DocumentError) {
      let document = try Document(file: file, bytes: bytes)
      let found = try document.read { fields(of: $0, file) }
      for (name, choice) in found { chosen[name] = choice }
    } catch {
      diagnostics += error.diagnostics
    }
  }

  private typealias Found = [String: (value: SettingValue, source: SettingSource)]

  private func fields(of root: Entry, _ file: String) -> Found? {
    let sections = known.compactMap(\.section)
    let top = known.filter { $0.section == nil }.map(\.key)
    let names = top + sections.enumerated().filter { sections.firstIndex(of: $1) == $0 }.map(\.element)
    guard let fields = Fields(root, Phrase("konfigurasi node", "a node's configuration"), names) else { return nil }
    var found: Found = [:]
    func take(_ settings: [Setting], _ fields: Fields) {
      for setting in settings {
        guard let entry = fields[setting.key], let value = setting.read(entry) else { continue }
        found[setting.name] = (value, .file(file, (fields.key(setting.key) ?? entry).place))
      }
    }
    take(known.filter { $0.section == nil }, fields)
    for section in Set(sections).sorted() {
      let settings = known.filter { $0.section == section }
      let what = Phrase("bagian '\(section)'", "the section '\(section)'")
      if let entry = fields[section], let inner = Fields(entry, what, settings.map(\.key)) { take(settings, inner) }
    }
    return found
  }

  // MARK: Variables and flags

  mutating func add(environment: [String: String]) {
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("SALUR_") {
      if let setting = known.first(where: { $0.variable == name }) {
        take(value, setting, name, .variable(name))
      } else if let meant = suggestion(for: name, among: known.map(\.variable)) {
        // Other variables of this name may be somebody else's: a container's, or a service's address.
        refuse(
          name, Phrase("tidak ada pengaturan bernama begitu", "there is no setting of that name"),
          Phrase("maksudnya \(meant)?", "did you mean \(meant)?"))
      }
    }
  }

  mutating func add(flags: [Settings.Flag]) {
    for flag in flags {
      if let setting = known.first(where: { $0.name == flag.setting }) {
        take(flag.value, setting, flag.flag, .flag(flag.flag))
      } else {
        refuse(
          flag.flag,
          Phrase("tidak ada pengaturan '\(flag.setting)'", "there is no setting '\(flag.setting)'"),
          remedy(for: flag.setting, among: known.map(\.name)))
      }
    }
  }

  private mutating func take(_ text: String, _ setting: Setting, _ origin: String, _ source: SettingSource) {
    let problems = Problems(SourceText(file: origin, text: text))
    let value = setting.read(text, problems)
    do throws(DocumentError) {
      try problems.throwIfAny()
    } catch {
      diagnostics += error.diagnostics
    }
    if let value { chosen[setting.name] = (value, source) }
  }

  private mutating func refuse(_ origin: String, _ message: Phrase, _ remedy: Phrase) {
    diagnostics.append(
      Diagnostic(file: origin, place: .start, message: message, remedy: remedy, excerpt: ""))
  }
}
