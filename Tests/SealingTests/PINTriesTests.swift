import Coding
import Foundation
import Platform
import Sealing
import StorageSupport
import Testing
import Wallet

/// Eight tries for each card at a terminal, whatever is pulled out of the wall.
@Suite struct PINTriesTests {
  private let folder: TemporaryDirectory
  private let card: UnopenedCard
  private let wrong = try! PIN("111111")

  init() throws {
    folder = TemporaryDirectory()
    card = try TestCard.make()
    _ = try PINTries(creating: folder.path)
  }

  private func bytes(_ name: String) throws -> [UInt8] { try File.contents(of: folder.path + "/" + name) }
  private func put(_ bytes: [UInt8], _ name: String) throws { try File.replace(folder.path + "/" + name, with: bytes) }

  @Test func eightWrongTriesAcrossRestarts() throws {
    for left in (0..<PINTries.most).reversed() {
      // A terminal just switched on.
      var tries = try PINTries(folder.path)
      #expect(tries.left(card) == left + 1)
      #expect(throws: PINTriesError.wrong(left: left)) { _ = try tries.open(card, wrong, for: TestCard.payment) }
    }
    var tries = try PINTries(folder.path)
    let before = try bytes("tries.cbor")
    // The right one is too late.
    #expect(throws: PINTriesError.noneLeft) { _ = try tries.open(card, TestCard.pin, for: TestCard.payment) }
    #expect(try bytes("tries.cbor") == before)
    // Another card is another matter.
    let other = try TestCard.make()
    #expect(tries.left(other) == 8)
    _ = try tries.open(other, TestCard.pin, for: TestCard.payment)
    #expect(try PINTries(folder.path).left(card) == 0)
  }

  @Test func aForgeryWithTheSameNumberIsAnotherCard() throws {
    let forged = try TestCard.make(id: card.face.id)
    #expect(forged.face.id == card.face.id)
    var tries = try PINTries(folder.path)
    for _ in 0..<7 { #expect(throws: PINTriesError.self) { _ = try tries.open(card, wrong, for: TestCard.payment) } }
    _ = try tries.open(forged, TestCard.pin, for: TestCard.payment)
    #expect(tries.left(card) == 1)
    for _ in 0..<8 { #expect(throws: PINTriesError.self) { _ = try tries.open(forged, wrong, for: TestCard.payment) } }
    #expect(tries.left(forged) == 0 && tries.left(card) == 1)
  }

  @Test func theRightPINResets() throws {
    var tries = try PINTries(folder.path)
    for _ in 0..<7 { #expect(throws: PINTriesError.self) { _ = try tries.open(card, wrong, for: TestCard.payment) } }
    _ = try tries.open(card, TestCard.pin, for: TestCard.payment)
    #expect(try PINTries(folder.path).left(card) == 8)
  }

  @Test func aTryIsOnTheDiskBeforeItIsMade() throws {
    for left in (0..<PINTries.most).reversed() {
      var tries = try PINTries(folder.path)
      // The plug is pulled between the count and the try.
      try tries.count(card)
      #expect(try PINTries(folder.path).left(card) == left)
    }
    var tries = try PINTries(folder.path)
    #expect(throws: PINTriesError.noneLeft) { try tries.count(card) }
  }

  @Test func whereTheCountCannotBeWrittenNothingIsTried() throws {
    var tries = try PINTries(folder.path)
    // The folder is gone.
    try FileManager.default.removeItem(atPath: folder.path)
    let refused = #expect(throws: PINTriesError.self) {
      _ = try tries.open(card, TestCard.pin, for: TestCard.payment)
    }
    guard case .storage = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
  }

  @Test func thePowerMayGoBetweenTheTwoFiles() throws {
    let mark = try bytes("tries.mark")
    var tries = try PINTries(folder.path)
    try tries.count(card)
    try put(mark, "tries.mark")
    tries = try PINTries(folder.path)
    #expect(tries.left(card) == 7)
    // And what was mended stays so.
    try tries.count(card)
    #expect(try PINTries(folder.path).left(card) == 6)
  }

  @Test func aCountThatIsGoneAlteredOrOlderIsRefused() throws {
    var tries = try PINTries(folder.path)
    try tries.count(card)
    let (older, olderMark) = (try bytes("tries.cbor"), try bytes("tries.mark"))
    try tries.count(card)
    try tries.count(card)
    let (newest, mark) = (try bytes("tries.cbor"), try bytes("tries.mark"))
    func refused(_ comment: Comment) {
      #expect(throws: PINTriesError.damaged(folder.path), comment) { try PINTries(folder.path) }
    }
    try put(older, "tries.cbor")
    refused("an older count")
    try put(newest, "tries.cbor")
    try put(olderMark, "tries.mark")
    refused("an older mark")
    try put(mark, "tries.mark")
    for index in newest.indices {
      var altered = newest
      altered[index] ^= 1
      try put(altered, "tries.cbor")
      refused("byte \(index)")
      try put(Array(newest.prefix(index)), "tries.cbor")
      refused("cut at \(index)")
    }
    try put(newest + [0], "tries.cbor")
    refused("a byte more")
    try Directory.remove(folder.path + "/tries.cbor")
    refused("no count")
    try put(newest, "tries.cbor")
    try Directory.remove(folder.path + "/tries.mark")
    refused("no mark")
    try put(mark, "tries.mark")
    #expect(try PINTries(folder.path).left(card) == 5)
  }
}
