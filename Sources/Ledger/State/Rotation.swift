import Coding
import Model
import Signing

/// New officers of an agency, and how many of them must agree, from a time on.
public struct Rotation: Hashable, Sendable {
  public let officers: [PublicKey]
  public let threshold: UInt8
  public let from: BlockTime
}

extension Rotation: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.list(officers)
    w.unsigned(threshold)
    from.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    officers = try r.list(PublicKey.self, max: Agency.maximumOfficers)
    threshold = try r.unsigned()
    from = try BlockTime(from: &r)
  }
}
