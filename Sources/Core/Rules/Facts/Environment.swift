import Coding

/// What a rule may name: inputs with their types, and series it may ask about.
///
/// Every record input brings its columns: one per field, in order, then for each field of child rows one per field of
/// theirs. The numbers run through all inputs, so one flat table of column pointers serves a whole `Frame`.
public struct Environment: Sendable {
  public struct Input: Sendable {
    public let name: Text
    public let type: Type
    public let size: Size
    /// The first column, for a record.
    public let firstColumn: Int
    let firstChildren: Int
  }

  /// One list of child rows of one record input.
  public struct Children: Sendable {
    public let input: Int
    public let field: Int
    public let type: RecordType
    public let max: Int
    public let firstColumn: Int
  }

  /// What a column holds: a field of an input, or of the input's child rows.
  public struct Column: Hashable, Sendable {
    public let input: Int
    public let field: Int
    public let child: Int?
  }

  public private(set) var inputs: [Input] = []
  public private(set) var children: [Children] = []
  public private(set) var columns: [Column] = []
  public let series: [Text]

  public init(series: [Text] = []) {
    self.series = series
  }

  /// Adds an input.
  ///
  /// - Parameter size: how large its values can be; by default 256 bytes of text, 64 elements or entries.
  /// - Throws: an error of kind `type` for a name already declared, that is no name or a word of the language, or a
  ///   record type that breaks the limits of fields.
  public mutating func declare(_ name: Text, _ type: Type, size: Size? = nil) throws(RuleError) {
    guard input(name) == nil else {
      throw RuleError(.type, Phrase("'\(name)' dinyatakan dua kali", "'\(name)' is declared twice"))
    }
    let firstColumn = columns.count
    let firstChildren = children.count
    if case .record(let type) = type { try addColumns(of: type) }
    inputs.append(
      Input(
        name: name, type: type, size: size ?? Size(default: type), firstColumn: firstColumn,
        firstChildren: firstChildren))
  }

  private mutating func addColumns(of type: RecordType) throws(RuleError) {
    try type.validate()
    let input = inputs.count
    for field in type.fields.indices { columns.append(Column(input: input, field: field, child: nil)) }
    for (field, declaration) in type.fields.enumerated() {
      guard case .records(let child, let max) = declaration.type else { continue }
      children.append(
        Children(input: input, field: field, type: child, max: max, firstColumn: columns.count))
      for index in child.fields.indices { columns.append(Column(input: input, field: field, child: index)) }
    }
  }

  public func input(_ name: Text) -> Int? {
    inputs.firstIndex { $0.name == name }
  }

  /// The number of the child list that field is, to bind it in a `Frame`.
  public func children(of input: Int, field: Int) -> Int? {
    children.firstIndex { $0.input == input && $0.field == field }
  }

  public func field(of column: Int) -> RecordType.Field? {
    let place = columns[column]
    guard case .record(let type) = inputs[place.input].type else { return nil }
    let field = type.fields[place.field]
    guard let child = place.child, case .records(let rows, _) = field.type else { return field }
    return rows.fields[child]
  }

  /// The column as an author writes it: `family.decile`, `family.members.job`.
  public func path(of column: Int) -> String {
    let place = columns[column]
    guard case .record(let type) = inputs[place.input].type else { return inputs[place.input].name.string }
    var path = inputs[place.input].name.string + "." + type.fields[place.field].name.string
    if place.child != nil, let field = field(of: column) { path += "." + field.name.string }
    return path
  }
}

extension RecordType {
  /// Refuses a type no table could hold or no rule could read.
  ///
  /// - Throws: an error of kind `type` that names the field.
  public func validate() throws(RuleError) {
    try validate(childrenAllowed: true)
  }

  private func validate(childrenAllowed: Bool) throws(RuleError) {
    func refuse(_ field: Field, _ message: Phrase) -> RuleError {
      let of = Phrase("bidang '\(field.name)' dari \(description): ", "field '\(field.name)' of \(description): ")
      return RuleError(.type, of + message)
    }
    guard fields.count >= 1, fields.count <= 256 else {
      throw RuleError(
        .type, Phrase("\(description) memerlukan 1 sampai 256 bidang", "\(description) needs 1 to 256 fields"))
    }
    for (index, field) in fields.enumerated() {
      guard self.index(of: field.name) == index else {
        throw refuse(field, Phrase("dinyatakan dua kali", "it is declared twice"))
      }
      switch field.type {
      case .int(let min, let max):
        guard min <= max, min > .min else {
          throw refuse(
            field,
            Phrase("rentangnya kosong atau memakai bilangan terendah", "its range is empty or takes the lowest number"))
        }
      case .enumeration(let words):
        guard words.count >= 1, words.count < 65_536 else {
          throw refuse(field, Phrase("memerlukan 1 sampai 65.535 kata", "it needs 1 to 65,535 words"))
        }
        guard Set(words).count == words.count else {
          throw refuse(field, Phrase("sebuah kata muncul dua kali", "a word stands in it twice"))
        }
      case .text(let maxBytes):
        guard maxBytes >= 1, maxBytes <= 64 else {
          throw refuse(field, Phrase("teks sepanjang 1 sampai 64 bita", "text has 1 to 64 bytes"))
        }
      case .records(let type, let max):
        guard childrenAllowed else {
          throw refuse(field, Phrase("baris anak tidak dapat punya baris anak", "child rows cannot have child rows"))
        }
        guard max >= 1, max <= 1_000 else {
          throw refuse(field, Phrase("baris anak dapat 1 sampai 1.000", "there can be 1 to 1,000 child rows"))
        }
        try type.validate(childrenAllowed: false)
      case .bool, .rupiah, .date, .region:
        break
      }
    }
  }
}
