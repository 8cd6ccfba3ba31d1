import Coding
import Yams

/// One thing about a program that its operator may choose: `listen.port`.
public struct Setting: Sendable {
  public enum Kind: Sendable {
    case text
    case integer(ClosedRange<Int64>)
    case choice([String])
    /// In a file a list, elsewhere with commas between.
    case texts(max: Int)
  }

  /// Section and key, `block.queue_bytes`, or a key alone.
  public let name: String
  public let kind: Kind
  /// What it is, for people.
  public let about: Phrase
  /// What is wrong with a text, and what to write instead; nil where it will do.
  let defect: @Sendable (String) -> Defect?

  public struct Defect: Sendable {
    public let message: Phrase
    public let remedy: Phrase

    public init(_ message: Phrase, _ remedy: Phrase) {
      self.message = message
      self.remedy = remedy
    }
  }

  /// - Parameter defect: looks at each text that is chosen.
  public init(
    _ name: String, _ kind: Kind, _ about: Phrase, defect: @escaping @Sendable (String) -> Defect? = { _ in nil }
  ) {
    self.name = name
    self.kind = kind
    self.about = about
    self.defect = defect
  }

  /// The environment variable that sets it: `SALUR_BLOCK_QUEUE_BYTES`.
  public var variable: String { "SALUR_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined() }

  var section: String? {
    let parts = name.split(separator: ".")
    return parts.count == 2 ? String(parts[0]) : nil
  }

  var key: String { String(name.split(separator: ".").last ?? "") }
}

/// What an operator chose.
public enum SettingValue: Hashable, Sendable {
  case text(String)
  case integer(Int64)
  case texts([String])
}

extension Setting {
  static let longestText = 4096

  /// The value in a file, or nil once what is wrong with it is reported.
  func read(_ entry: Entry) -> SettingValue? {
    switch kind {
    case .text: text(entry).map { .text($0) }
    case .integer(let range): entry.integer(in: range).map { .integer($0) }
    case .choice(let words): entry.choice(words.map { (word: $0, value: SettingValue.text($0)) })
    case .texts(let most): entry.list(max: most) { text($0) }.map { .texts($0) }
    }
  }

  /// The value as a variable or a flag has it: one text, without quotes.
  func read(_ text: String, _ problems: Problems) -> SettingValue? {
    func entry(_ text: String, _ style: Node.Scalar.Style) -> Entry {
      Entry(node: .scalar(.init(text, .implicit, style)), problems: problems)
    }
    switch kind {
    case .integer: return read(entry(text, .plain))
    case .text, .choice: return read(entry(text, .doubleQuoted))
    case .texts(let most):
      let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
      guard parts.count <= most else {
        entry(text, .doubleQuoted).report(
          Phrase("lebih dari \(most) nilai", "more than \(most) values"), Phrase("tulis lebih sedikit", "write fewer"))
        return nil
      }
      let texts = parts.map { self.text(entry($0, .doubleQuoted)) }
      return texts.contains { $0 == nil } ? nil : .texts(texts.compactMap(\.self))
    }
  }

  private func text(_ entry: Entry) -> String? {
    guard let text = entry.anyText() else { return nil }
    guard let defect = defect(text) else { return text }
    entry.report(defect.message, defect.remedy)
    return nil
  }
}

extension Entry {
  /// A text where nothing else can be meant: a path, an address. It needs no quotes, whatever it looks like.
  fileprivate func anyText() -> String? {
    guard let word = word() else { return nil }
    guard !word.isEmpty, word.utf8.count <= Setting.longestText else {
      report(
        Phrase("teks harus 1 sampai \(Setting.longestText) bita", "a text has 1 to \(Setting.longestText) bytes"),
        Phrase("tulis yang lain, atau hapus pengaturan ini", "write another, or leave the setting out"))
      return nil
    }
    if let (index, scalar) = word.unicodeScalars.enumerated().first(where: { $1.isDisruptive }) {
      report(
        atIndex: index,
        Phrase(
          "teks memuat karakter yang tidak tampak (\(scalar.name))",
          "the text has a character that does not show (\(scalar.name))"),
        Phrase("hapus karakter itu", "remove the character"))
      return nil
    }
    return word
  }
}
