import Glibc
import Platform
import RecordEncryption
import Records
import Signing
import StorageSupport
import Testing

@Suite("Where the master key is found, and what it wraps")
struct MasterKeyTests {
  let folder = TemporaryDirectory()
  private var file: String { folder.path + "/vault.key" }

  private static let digits = String(repeating: "0f", count: 32)

  private func key(_ environment: [String: String] = [:], chosen: String? = nil) throws -> MasterKey {
    try MasterKey.find(chosen: chosen, beside: file, environment: environment)
  }

  private func bytes(of key: MasterKey) throws -> WrappedKey { try key.check() }

  @Test("RFC 3394 §4.6: 256 bits of key data with a 256-bit key")
  func vector() throws {
    let master = MasterKey(bytes: [UInt8](0..<32))!
    let data =
      [0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff] as [UInt8]
    let key = (data + (0..<16)).withUnsafeBytes { RecordKey(bytes: $0) }
    let wrapped = try master.wrap(key)
    #expect(
      wrapped.description == "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21")
    #expect(try master.unwrap(wrapped) == key)
    for place in 0..<WrappedKey.byteCount {
      var altered = wrapped.bytes
      altered[place] ^= 1
      #expect(try master.unwrap(WrappedKey(bytes: altered)!) == nil)
    }
    #expect(try MasterKey.generate().unwrap(wrapped) == nil)
  }

  @Test("a file that was made is read back, is its owner's alone, and is never replaced")
  func made() throws {
    let made = MasterKey.generate()
    try made.write(to: file)
    #expect(try File(file, .read).permissions == 0o600)
    #expect(try bytes(of: key()) == bytes(of: made))
    #expect(throws: MasterKeyError.self) { try MasterKey.generate().write(to: file) }
    #expect(try bytes(of: key()) == bytes(of: made))
  }

  @Test("a file that others may read is refused", arguments: [0o640, 0o604, 0o660, 0o644] as [UInt32])
  func readable(permissions: UInt32) throws {
    try MasterKey.generate().write(to: file)
    #expect(chmod(file, permissions) == 0)
    let error = MasterKeyError.readableByOthers(file, permissions)
    #expect(throws: error) { try key() }
    #expect(error.description.contains("chmod 600"))
  }

  @Test("what is no key is refused", arguments: ["", "0f", digits + "0", digits + "zz", "not a key at all"])
  func malformed(text: String) throws {
    try File.replace(file, with: [UInt8](text.utf8))
    #expect(throws: MasterKeyError.notAKey(file)) { try key() }
    #expect(throws: MasterKeyError.notAKey("SALUR_VAULT_KEY")) { try key(["SALUR_VAULT_KEY": text]) }
  }

  @Test("a chosen file is stronger than one in a variable, that than a key there, that than the one beside the data")
  func order() throws {
    #expect(throws: MasterKeyError.nowhere(file)) { try key() }
    let keys = (0..<3).map { _ in MasterKey.generate() }
    try keys[0].write(to: file)
    try keys[1].write(to: folder.path + "/1")
    try keys[2].write(to: folder.path + "/2")
    let own = ["SALUR_VAULT_KEY": "\n\(Self.digits)\n"]
    let both = own.merging(["SALUR_VAULT_KEY_FILE": folder.path + "/1"]) { $1 }
    #expect(try bytes(of: key()) == bytes(of: keys[0]))
    #expect(try bytes(of: key(own)) == bytes(of: MasterKey(bytes: [UInt8](repeating: 15, count: 32))!))
    #expect(try bytes(of: key(both)) == bytes(of: keys[1]))
    #expect(try bytes(of: key(both, chosen: folder.path + "/2")) == bytes(of: keys[2]))
    #expect(throws: MasterKeyError.self) { try key(both, chosen: folder.path + "/3") }
  }
}
