import Coding
import Model
import Presentation
import Records
import Signing

// What a node keeps on disk, file by file and frame by frame. Damage is shown where it is, with what can be read.

extension Inspection {
  /// A file of the journal or the vault, or one frame of it.
  static func files(_ bytes: [UInt8]) -> JSON? {
    if let header = try? FileHeader(.journal, decoding: bytes) { return segment(header, bytes) }
    if let header = try? FileHeader(.vault, decoding: bytes) { return vault(header, bytes) }
    if let header = try? KeyFileHeader(decoding: bytes) { return keys(header, bytes) }
    if let frame = try? BlockFrame.decode(bytes) { return object("block", [("block", block(frame))]) }
    if let slots = AlternatingSlots.newest(in: bytes) {
      return object(
        "slots",
        [
          ("sequence", JSON(slots.sequence)), ("isOtherTorn", .bool(slots.isOtherTorn)),
          ("value", json(of: slots.value) ?? slots.value.json),
        ])
    }
    return nil
  }

  private static func members(_ header: FileHeader) -> [(String, JSON)] {
    [("network", header.network.json), ("number", JSON(header.number)), ("first", JSON(header.first))]
  }

  // MARK: Journal

  private static func segment(_ header: FileHeader, _ bytes: [UInt8]) -> JSON {
    var blocks: [JSON] = []
    var offset = BlockFrame.alignment
    var damage: JSON = .null
    bytes.withUnsafeBytes { file in
      while offset < file.count {
        let rest = UnsafeRawBufferPointer(rebasing: file[offset...])
        if rest.prefix(BlockFrame.headerByteCount).allSatisfy({ $0 == 0 }) { return }
        do throws(FrameError) {
          let frame = try BlockFrame(header: rest)
          try frame.verify(rest)
          blocks.append(
            summary(try BlockFrame.decode(UnsafeRawBufferPointer(rebasing: rest.prefix(frame.byteCount))), at: offset))
          offset += frame.alignedByteCount
        } catch {
          damage = ["offset": JSON(offset), "reason": .string(error.description)]
          return
        }
      }
    }
    return object(
      "journal segment",
      members(header) + [("blocks", .array(blocks)), ("end", JSON(offset)), ("damage", damage)])
  }

  private static func summary(_ block: BlockRecord, at offset: Int) -> JSON {
    [
      "offset": JSON(offset), "height": JSON(block.height), "time": block.time.json,
      "commands": JSON(block.commands.count), "firstEntry": JSON(block.firstEntry), "entries": JSON(block.entryCount),
    ]
  }

  /// A block with everything in it but the sealed bytes, which are not there.
  private static func block(_ block: BlockRecord) -> JSON {
    [
      "height": JSON(block.height), "time": block.time.json, "firstEntry": JSON(block.firstEntry),
      "commands": .array(
        block.commands.map { command in
          ["signed": json(of: command.signed) ?? command.signed.json, "sealed": command.sealed.json]
        }),
      "decisions": block.decisions.json,
      "entries": .array((0..<block.entryCount).map { place in entry(block, place) }),
    ]
  }

  private static func entry(_ block: BlockRecord, _ place: Int) -> JSON {
    if let open = block.publicEntries.first(where: { Int($0.place) == place }) { return entry(open.entry) }
    let receipt = place * Receipt.byteCount
    let commitment = place * Digest.byteCount
    return object(
      "sealed entry",
      [
        (
          "receipt",
          JSON(Receipt(bytes: Array(block.receipts[receipt..<receipt + Receipt.byteCount]))) {
            JSON(reflecting: $0)
          }
        ),
        ("commitment", Array(block.commitments[commitment..<commitment + Digest.byteCount]).json),
      ])
  }

  // MARK: Vault

  /// The records of a vault file by their digests. Sealed bytes are not shown: they are about people.
  private static func vault(_ header: FileHeader, _ bytes: [UInt8]) -> JSON {
    var records: [JSON] = []
    var offset = FileHeader.byteCount
    var damage: JSON = .null
    bytes.withUnsafeBytes { file in
      while offset < file.count {
        let rest = UnsafeRawBufferPointer(rebasing: file[offset...])
        if rest.prefix(VaultFrame.headerByteCount).allSatisfy({ $0 == 0 }) { return }
        do throws(FrameError) {
          let frame = try VaultFrame(header: rest)
          records.append([
            "offset": JSON(offset), "record": .string("\(frame.kind)"), "digest": frame.digest.json,
            "bytes": JSON(frame.length), "key": JSON(frame.slot),
          ])
          offset += frame.byteCount
        } catch {
          damage = ["offset": JSON(offset), "reason": .string(error.description)]
          return
        }
      }
    }
    return object(
      "vault file", members(header) + [("records", .array(records)), ("end", JSON(offset)), ("damage", damage)])
  }
  /// How many keys of records a key file has, how many are gone, and which are damaged. Keys are not shown.
  private static func keys(_ header: KeyFileHeader, _ bytes: [UInt8]) -> JSON {
    let end = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
    let count = max(0, (end - KeyFileHeader.byteCount + KeySlot.byteCount - 1) / KeySlot.byteCount)
    var (kept, gone): (UInt64, UInt64) = (0, 0)
    var damaged: [JSON] = []
    for number in 0..<UInt64(count) {
      let slot = bytes.dropFirst(KeySlot.offset(number)).prefix(KeySlot.byteCount).withUnsafeBytes {
        KeySlot(number, decoding: $0)
      }
      switch slot {
      case .key: kept += 1
      case .gone: gone += 1
      case nil: damaged.append(JSON(number))
      }
    }
    return object(
      "vault keys",
      [
        ("network", header.network.json), ("kept", JSON(kept)), ("gone", JSON(gone)), ("damaged", .array(damaged)),
      ])
  }
}
