import Coding
import Signing

/// The document a network starts from. Its digest is the network's id, bound into every signature.
public struct Genesis: Hashable, Sendable {
  /// The log's origin line (C2SP tlog-checkpoint), `salur.example/nusantara`.
  public let origin: Text
  public let time: BlockTime
  public let parameters: Parameters
  /// Agencies, in order: the n-th one holds account n.
  public let agencies: [Agency]
  /// The node's checkpoint key, as a C2SP verifier key (`name+hash+base64`).
  public let logKey: Text
  /// Witnesses whose cosignatures clients ask for by default, as C2SP verifier keys.
  public let witnesses: [Text]

  public init(
    origin: Text, time: BlockTime, parameters: Parameters, agencies: [Agency], logKey: Text, witnesses: [Text]
  ) {
    self.origin = origin
    self.time = time
    self.parameters = parameters
    self.agencies = agencies
    self.logKey = logKey
    self.witnesses = witnesses
  }

  public var network: NetworkID { NetworkID(genesis: SHA256.hash(encoded)) }
}

extension Genesis: CBORCodable {
  /// It is an entry of the log, whole.
  public static let maximumBytes = 60 << 10

  public func encode(to w: inout CBORWriter) {
    w.array(7)
    w.unsigned(1 as UInt64)
    w.name(origin)
    time.encode(to: &w)
    parameters.encode(to: &w)
    w.list(agencies)
    w.name(logKey)
    w.list(witnesses) { $0.name($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 7)
    origin = try r.name(max: 128)
    time = try BlockTime(from: &r)
    parameters = try Parameters(from: &r)
    agencies = try r.list(Agency.self, max: 256)
    logKey = try r.name(max: 256)
    witnesses = try r.list(max: 32) { r throws(CodingError) in try r.name(max: 256) }
  }
}
