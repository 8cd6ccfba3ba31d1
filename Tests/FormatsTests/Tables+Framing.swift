import Coding
import Model
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
      ["one of the two acknowledged slots", "\(AlternatingSlots.slotByteCount)"],
      ["a receipt", "\(Receipt.byteCount)"],
      ["a sealed entry", "\(Entry.sealedByteCount)"],
    ])

  static let frameExamples: String = {
    let sealed = Sealed(salt: Examples.salt, content: [1, 2, 3])
    var vault: [UInt8] = []
    VaultFrame(sealed: sealed, digest: sealed.digest).append(sealed: sealed.bytes, to: &vault)
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
        ("vault frame of three bytes behind their salt", vault),
        ("frame of a reading of somebody's balance", AccessFrame.encode(reading)),
        ("slot 1, holding null", slot),
      ].flatMap { ["# \($0)"] + hexLines(Hex.encode($1)) })
  }()
}
