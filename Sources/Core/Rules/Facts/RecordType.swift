import Coding

/// The shape of a fact: what a fact source attests, what a rule may read and how a table lays it out.
///
/// For example `dtsen.family/1`: scalar fields, and at most one level of child rows (`members`).
public struct RecordType: Hashable, Sendable {
  public let name: Text
  public let version: UInt16
  public let fields: [Field]

  public struct Field: Hashable, Sendable {
    public let name: Text
    public let type: FieldType
    /// An optional field may stay absent in an attested record; any other field is absent only with its whole record.
    public let optional: Bool

    public init(_ name: Text, _ type: FieldType, optional: Bool = false) {
      self.name = name
      self.type = type
      self.optional = optional
    }
  }

  public init(name: Text, version: UInt16, fields: [Field]) {
    self.name = name
    self.version = version
    self.fields = fields
  }

  /// The position of the field of that name.
  public func index(of field: Text) -> Int? {
    fields.firstIndex { $0.name == field }
  }
}

extension RecordType: CustomStringConvertible {
  /// `dtsen.family/1`.
  public var description: String { "\(name.string)/\(String(version))" }
}
