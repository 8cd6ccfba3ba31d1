import Coding
import Rules

/// One fact source's word that something happened. Public: it is about places, not people.
public struct EventAttestation: Hashable, Sendable {
  /// `name/version` of the feed's schema.
  public let feed: Text
  /// One value a field, in the schema's order; scaled integers, no fractions.
  public let values: [FactValue]
  /// Where it happened: districts, regencies or provinces.
  public let regions: [Region]

  public init(feed: Text, values: [FactValue], regions: [Region]) {
    self.feed = feed
    self.values = values
    self.regions = regions
  }

  /// The fields' bytes; a schema reads them.
  public var encodedValues: [UInt8] {
    var w = CBORWriter()
    w.list(values) { w, value in value.encode(to: &w) }
    return w.bytes
  }

  public static func decodeValues(_ bytes: [UInt8], schema: FactSchema) throws(CodingError) -> [FactValue] {
    var r = CBORReader(bytes)
    try r.array(exactly: schema.record.fields.count)
    var values: [FactValue] = []
    for field in schema.record.fields { values.append(try FactValue(from: &r, field: field)) }
    try r.end()
    return values
  }
}
