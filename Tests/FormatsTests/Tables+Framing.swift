import Coding
import Model
import RecordEncryption
import Records
import Signing

/// What lies on disk around the records.
extension Tables {
  static let framing = table(
    ["what", "bytes"],
    [
      ["header of a numbered file", "\(FileHeader.byteCount)"],
      ["header of a block frame", "\(BlockFrame.headerByteCount)"],
      ["block frames start at multiples of", "\(BlockFrame.alignment)"],
      ["header of a vault frame", "\(VaultFrame.headerByteCount)"],
      ["vault frames start at multiples of", "\(VaultFrame.alignment)"],
      ["what encryption adds to sealed bytes", "\(VaultFrame.tagByteCount)"],
      ["header of a key file", "\(KeyFileHeader.byteCount)"],
      ["a key's slot", "\(KeySlot.byteCount)"],
      ["one of the two acknowledged slots", "\(AlternatingSlots.slotByteCount)"],
      ["a receipt", "\(Receipt.byteCount)"],
      ["a sealed entry", "\(Entry.sealedByteCount)"],
    ])

  static let frameExamples: String = {
    let sealed = Sealed(salt: Examples.salt, content: [1, 2, 3])
    let master = MasterKey(bytes: [UInt8](repeating: 0x33, count: 32))!
    let key = [UInt8](repeating: 0x22, count: 32).withUnsafeBytes { RecordKey(bytes: $0) }
    let place = RecordPlace(sealed.digest, file: 1, offset: 64, slot: 0)
    let vault = RecordCipher(network: Examples.network).encrypt(sealed.bytes, at: place, under: key) { encrypted in
      var bytes: [UInt8] = []
      VaultFrame(sealed.digest, slot: 0, encrypted: encrypted).append(encrypted, to: &bytes)
      return bytes
    }
    let keyFile = KeyFileHeader(network: Examples.network, check: try! master.check()).encoded
    let block = BlockRecord(
      height: 1, time: Examples.time, commands: [], firstEntry: 2, decisions: [], receipts: [], commitments: [],
      publicEntries: [])
    let slot = AlternatingSlots.encode(sequence: 1, value: [0xf6]).bytes
    let reading = AccessRecord(
      previous: SHA256.hash([1]), time: Examples.time, account: AccountNumber(3), credential: 0, method: "GET",
      target: Text("/v1/accounts/\(AccountNumber(9))/balance"))
    return fence(
      [
        ("segment 1, whose first block is 0", FileHeader(.journal, network: Examples.network, number: 1).encoded),
        ("vault file 1", FileHeader(.vault, network: Examples.network, number: 1).encoded),
        ("access file 1, whose first reading is 0", FileHeader(.access, network: Examples.network, number: 1).encoded),
        ("block frame of a block with nothing in it", BlockFrame.encode(block)),
        ("vault frame of three bytes behind their salt, the first of file 1, under the key 2222…", vault),
        ("header of a key file under the master key 3333…", keyFile),
        ("slot 0 of it, with the key 2222…", KeySlot.key(try! master.wrap(key)).encoded(0)),
        ("slot 0 once its key is gone", KeySlot.gone.encoded(0)),
        ("frame of a reading of somebody's balance", AccessFrame.encode(reading)),
        ("slot 1, holding null", slot),
      ].flatMap { ["# \($0)"] + hexLines(Hex.encode($1)) })
  }()
}
