/// What a signature is for, without being in the message: `external_aad` of COSE (RFC 9052 §4.3). It keeps a
/// signature from being read as one for something else, or on another network.
public struct ExternalAAD: Equatable, Sendable {
  /// `salur/<what>/v1` in ASCII, then the network's 32 bytes.
  public let bytes: [UInt8]

  public init(_ what: StaticString, network: NetworkID) {
    let name = what.withUTF8Buffer { [UInt8]($0) }
    bytes = [UInt8]("salur/".utf8) + name + [UInt8]("/v1".utf8) + network.bytes
  }
}
