import Coding
import Crypto
import Foundation
import Platform
import Presentation
import Push
import StorageSupport
import Testing

@Suite("The node introduces itself to push services (RFC 8292)")
struct VAPIDTests {
  /// The parts of `vapid t=…, k=…`, once the signature fits.
  private func read(_ header: String) throws -> (header: JSON, claims: JSON, key: [UInt8]) {
    let match = try #require(header.wholeMatch(of: /vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)/))
    let key = try Base64.decodeURL(String(match.4))
    let signature = try P256.Signing.ECDSASignature(rawRepresentation: Base64.decodeURL(String(match.3)))
    let signed = Data("\(match.1).\(match.2)".utf8)
    #expect(try P256.Signing.PublicKey(x963Representation: key).isValidSignature(signature, for: signed))
    return (
      try JSONReader.read(Base64.decodeURL(String(match.1))), try JSONReader.read(Base64.decodeURL(String(match.2))),
      key
    )
  }

  @Test("in the form of RFC 8292's example")
  func form() throws {
    let example =
      "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
    let folder = TemporaryDirectory()
    let key = try VAPIDKey(file: folder.path + "/key")
    let mine = key.authorization(
      for: "https://push.example.net", expires: 1_453_523_768, contact: "mailto:push@example.com")
    let (theirs, ours) = (try read(example), try read(mine))
    #expect(ours.claims.text == theirs.claims.text)
    #expect(ours.header.text == theirs.header.text)
    #expect(ours.key == key.publicBytes)
  }

  @Test("the key is made once, and its owner alone may read it")
  func file() throws {
    let folder = TemporaryDirectory()
    let path = folder.path + "/key"
    let first = try VAPIDKey(file: path)
    #expect(try VAPIDKey(file: path).publicBytes == first.publicBytes)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try File.replace(path, with: [1, 2, 3])
    #expect(throws: StorageError.self) { try VAPIDKey(file: path) }
  }
}
