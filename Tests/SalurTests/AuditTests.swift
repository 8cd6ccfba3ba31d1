import Foundation
import Model
import Records
import Testing

@Suite("salur audit")
struct AuditTests {
  /// A node's directory after the whole demonstration, made once.
  static let honest = Result { () throws -> TemporaryFolder in
    let folder = TemporaryFolder()
    let outcome = try Salur.run("demo", "--families", "5000", "--seed", "7", "--data", folder.path("data"))
    try #require(outcome.status == 0, "\(outcome.errors)")
    return folder
  }

  /// A copy to tamper with.
  private struct Copy {
    let folder = TemporaryFolder()
    var data: String { folder.path("data") }
    var segment: URL { URL(fileURLWithPath: data + "/journal/00000001.segment") }

    init() throws {
      try FileManager.default.copyItem(atPath: try AuditTests.honest.get().path("data"), toPath: data)
    }

    /// Frames of the only segment and where they begin.
    func frames() throws -> [(start: Int, frame: BlockFrame)] {
      let bytes = [UInt8](try Data(contentsOf: segment))
      var frames: [(start: Int, frame: BlockFrame)] = []
      var start = BlockFrame.alignment
      while start < bytes.count, bytes[start] != 0 {
        let frame = try bytes[start...].withUnsafeBytes { try BlockFrame(header: $0) }
        frames.append((start, frame))
        start += frame.alignedByteCount
      }
      return frames
    }

    func write(_ bytes: [UInt8], at offset: Int) throws {
      let file = try FileHandle(forWritingTo: segment)
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: bytes)
      try file.close()
    }

    var acknowledgement: Acknowledgement {
      get throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: data + "/journal/acknowledged")))
        return try Acknowledgement(encoded: try #require(AlternatingSlots.newest(in: bytes)).value)
      }
    }

    func acknowledge(_ acknowledgement: Acknowledgement) throws {
      var bytes = [UInt8](repeating: 0, count: 2 * AlternatingSlots.slotByteCount)
      let (slot, offset) = AlternatingSlots.encode(sequence: 9, value: acknowledgement.encoded)
      bytes.replaceSubrange(offset..<offset + slot.count, with: slot)
      try Data(bytes).write(to: URL(fileURLWithPath: data + "/journal/acknowledged"))
    }
  }

  private func data() throws -> String { try Self.honest.get().path("data") }

  private func object(_ outcome: Salur.Outcome) throws -> [String: Any] {
    let line = try #require(outcome.lines.last, "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  // MARK: verify

  @Test("A directory nobody touched has no findings, in words and for machines")
  func clean() throws {
    let outcome = try Salur.run("audit", "verify", "--data", try data())
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    #expect(outcome.lines.last == "No findings.")
    #expect(outcome.output.contains("Checkpoints compared "))
    let indonesian = try Salur.run("audit", "verify", "--data", try data(), "--lang", "id")
    #expect(indonesian.lines.last == "Tidak ada temuan.")
    let json = try object(try Salur.run("audit", "verify", "--json", "--data", try data()))
    #expect(json["clean"] as? Bool == true && json["findingCount"] as? Int == 0)
    #expect(json["checkpoints"] as? Int == 1 && (json["entries"] as? Int ?? 0) > 800)
    #expect((json["signatures"] as? Int ?? 0) > 0 && json["unnamedRecords"] as? Int == 0)
  }

  @Test("A flipped byte is found: the block, the file and the byte are named, and the status is 1")
  func flippedByte() throws {
    let copy = try Copy()
    let (start, frame) = try #require(try copy.frames().dropFirst(5).first)
    let byte = [UInt8](try Data(contentsOf: copy.segment))[start + 200]
    try copy.write([byte ^ 1], at: start + 200)
    let outcome = try Salur.run("audit", "verify", "--data", copy.data)
    #expect(outcome.status == 1)
    let place = "\(copy.segment.path) at byte \(start): The file is damaged"
    #expect(outcome.lines.first?.hasPrefix("INCOMPLETE [file-damaged] ") ?? false, "\(outcome.output)")
    #expect(outcome.lines.first?.contains(place) ?? false, "\(outcome.output)")
    #expect(outcome.lines.last == "1 finding." && frame.height == 5)
  }

  @Test("A receipt changed with every checksum made to fit is found by its entry")
  func changedReceipt() throws {
    let copy = try Copy()
    let bytes = [UInt8](try Data(contentsOf: copy.segment))
    var found: (start: Int, block: BlockRecord)?
    for (start, frame) in try copy.frames() where found == nil {
      let block = try BlockFrame.decode(Array(bytes[start..<start + frame.byteCount]))
      if Receipt(bytes: Array(block.receipts.prefix(Receipt.byteCount))) != nil { found = (start, block) }
    }
    var (start, block) = try #require(found)
    block.receipts[24] ^= 1
    try copy.write(BlockFrame.encode(block), at: start)
    let outcome = try Salur.run("audit", "verify", "--json", "--data", copy.data)
    #expect(outcome.status == 1)
    let findings = try #require(try object(outcome)["findings"] as? [[String: Any]])
    #expect(findings.map { $0["code"] as? String }.first == "opening")
    let place = try #require(findings.first?["place"] as? [String: Any])
    #expect(place["entry"] as? UInt64 == block.firstEntry && place["height"] as? UInt64 == block.height)
    let words = try #require(findings.first?["message"] as? [String: String])
    #expect(words["en"]?.contains("The receipt does not open its entry") ?? false)
    #expect(words["id"]?.contains("Tanda terima tidak membuka entrinya") ?? false)
    let one = try Salur.run("audit", "entry", "\(block.firstEntry)", "--data", copy.data)
    #expect(one.status == 1 && one.output.contains("Opening     none that fits"), "\(one.output)")
  }

  @Test("An end cut off with what was promised for it is found by a checkpoint that somebody kept, and only so")
  func checkpoint() throws {
    let copy = try Copy()
    let acknowledged = try copy.acknowledgement
    // What the log alone signed is not enough where genesis names witnesses.
    let alone = copy.folder.file("alone.note", bytes: acknowledged.checkpoint).path
    #expect(try Salur.run("audit", "verify", "--data", copy.data, "--checkpoint", alone).status == 1)
    let cosigned = try Data(contentsOf: URL(fileURLWithPath: try data() + "/cosigned"))
    let note = copy.folder.file("kept.note", bytes: [UInt8](cosigned)).path
    let same = try Salur.run("audit", "verify", "--json", "--data", copy.data, "--checkpoint", note)
    #expect(same.status == 0)
    #expect(try object(same)["checkpoints"] as? Int == 2)

    let frames = try copy.frames()
    let (start, last) = try #require(frames.last)
    try copy.write([UInt8](repeating: 0, count: last.alignedByteCount), at: start)
    try copy.acknowledge(Acknowledgement(network: acknowledged.network, height: last.height - 1))
    #expect(try Salur.run("audit", "verify", "--data", copy.data).status == 0, "the files alone cannot tell")
    let kept = try Salur.run("audit", "verify", "--data", copy.data, "--checkpoint", note)
    #expect(kept.status == 1)
    #expect(kept.lines.first?.hasPrefix("GRAVE [ends-below-checkpoint] \(note): ") ?? false, "\(kept.output)")

    let other = copy.folder.file("other.note", "not a note\n").path
    let unreadable = try Salur.run("audit", "verify", "--data", try data(), "--checkpoint", other)
    #expect(unreadable.status == 1 && unreadable.output.contains("INCOMPLETE [checkpoint-unreadable] \(other): "))
  }

  @Test("The network that was asked for is compared")
  func network() throws {
    let id = try #require(
      try object(try Salur.run("audit", "verify", "--json", "--data", try data()))["network"] as? String)
    #expect(try Salur.run("audit", "verify", "--data", try data(), "--network", id).status == 0)
    let zero = String(repeating: "0", count: 64)
    let other = try Salur.run("audit", "verify", "--data", try data(), "--network", zero)
    #expect(other.status == 1)
    #expect(other.lines.first?.hasPrefix("GRAVE [other-network] ") ?? false, "\(other.output)")
    #expect(try Salur.run("audit", "verify", "--data", try data(), "--network", "zz").status == 2)
  }

  @Test("What is no node's directory is refused in one sentence", arguments: ["verify", "report", "entry"])
  func noDirectory(command: String) throws {
    let arguments = ["audit", command] + (command == "entry" ? ["0"] : []) + ["--data", "/nowhere/node"]
    let outcome = try Salur.run(arguments)
    #expect(outcome.status == 1 && outcome.output == "")
    let expected = "Error: /nowhere/node is not a node's data directory: there is no genesis.cbor in it; check --data\n"
    #expect(outcome.errors == expected)
    #expect(try Salur.run(arguments + ["--json"]).output.contains(#"{"error":{"message":"/nowhere/node is not"#))
  }

  @Test("A vault that is gone is one finding, with a count")
  func noVault() throws {
    let copy = try Copy()
    try FileManager.default.removeItem(atPath: copy.data + "/vault")
    let outcome = try Salur.run("audit", "verify", "--data", copy.data)
    #expect(outcome.status == 1)
    #expect(outcome.lines.first?.hasPrefix("INCOMPLETE [sealed-missing] block ") ?? false, "\(outcome.output)")
    #expect(outcome.lines.first?.contains(", the first of ") ?? false, "\(outcome.output)")
    #expect(outcome.lines.last == "1 finding.", "\(outcome.output)")
  }

  @Test("A flipped byte in the vault is one finding: nobody is accused of what follows from it")
  func alteredVault() throws {
    let copy = try Copy()
    let file = URL(fileURLWithPath: copy.data + "/vault/00000001.vault")
    var bytes = try Data(contentsOf: file)
    bytes[FileHeader.byteCount + VaultFrame.headerByteCount + 40] ^= 1
    try bytes.write(to: file)
    let outcome = try Salur.run("audit", "verify", "--data", copy.data)
    #expect(outcome.status == 1)
    #expect(outcome.lines.first?.hasPrefix("GRAVE [sealed-altered] block ") ?? false, "\(outcome.output)")
    #expect(outcome.lines.last == "1 finding.", "\(outcome.output)")
  }

  // MARK: report

  @Test("Every rupiah of a fund is somewhere, and the places of a level add up to the whole")
  func report() throws {
    let json = try object(try Salur.run("audit", "report", "--json", "--level", "regency", "--data", try data()))
    #expect(json["clean"] as? Bool == true)
    let programmes = try #require(json["programmes"] as? [[String: Any]])
    #expect(programmes.count == 3)
    let csv = try Salur.run("audit", "report", "--format", "csv", "--level", "regency", "--data", try data())
    #expect(csv.status == 0)
    let rows = csv.output.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ",") }
    let header = [
      "series", "code", "region", "entitled_families", "families", "entitled", "paid", "spent", "returned", "held",
    ]
    #expect(rows.first == header)
    for programme in programmes {
      let series = try #require(programme["series"] as? String)
      let fund = try #require(programme["fund"] as? [String: Int])
      let total = try #require(programme["total"] as? [String: Int])
      func rupiah(_ key: String) throws -> Int { try #require(fund[key], "\(series) \(key)") }
      let places = try ["unspent", "held", "spent", "returnedToTreasury"].map(rupiah)
      #expect(try rupiah("funded") == places.reduce(0, +), "\(series)")
      #expect(try rupiah("unaccounted") == 0)
      for (column, key) in header.enumerated().dropFirst(5) {
        // Columns from the right: names of places may hold commas.
        let cells = rows.filter { $0[0] == series }.map { $0[$0.count - header.count + column] }
        let sum = cells.reduce(0) { $0 + (Int($1) ?? 0) }
        #expect(try sum == #require(total[key]), "\(series) \(key)")
      }
    }
  }

  @Test("A programme nobody knows is refused with those there are; one that is known is shown alone")
  func series() throws {
    let outcome = try Salur.run("audit", "report", "--series", "id.phk", "--data", try data())
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("Error: there is no programme id.phk; there are: id.")
        && outcome.errors.contains("id.kemensos.pkh"), "\(outcome.errors)")
    let known = try Salur.run("audit", "report", "--series", "id.kemensos.pkh", "--data", try data())
    #expect(known.status == 0 && !known.output.contains("id.bnpb.gempa-ntt"))
    #expect(known.output.contains("Unaccounted") && known.output.contains("nobody yet, wallet unclaimed"))
    #expect(try Salur.run("audit", "report", "--level", "continent", "--data", try data()).status == 2)
  }

  // MARK: entry

  @Test("An entry comes with a proof against the published checkpoint; one that is not there is refused")
  func entry() throws {
    let json = try object(try Salur.run("audit", "entry", "0", "--json", "--data", try data()))
    let proof = try #require(json["proof"] as? [String: Any])
    #expect(proof["holds"] as? Bool == true && proof["published"] as? Bool == true)
    #expect((json["findings"] as? [Any])?.isEmpty == true)
    let words = try Salur.run("audit", "entry", "0", "--data", try data())
    #expect(words.status == 0 && words.output.contains("hashes to the signed checkpoint over "), "\(words.output)")
    let beyond = try Salur.run("audit", "entry", "99999999", "--data", try data())
    #expect(beyond.status == 1)
    #expect(beyond.errors.hasPrefix("Error: the log has no entry 99999999; the last one is "), "\(beyond.errors)")
    #expect(try Salur.run("audit", "entry", "many", "--data", try data()).status == 2)
  }
}
