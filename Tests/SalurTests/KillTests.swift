import Audit
import Engine
import Foundation
import Journal
import Model
import Platform
import Records
import Signing
import TestSupport
import Testing

/// A node killed without warning, wherever chance has it once there is a ledger: between batches of families, in the
/// middle of a run, between payments.
@Suite struct KillTests {
  private static let environment = ProcessInfo.processInfo.environment
  /// How many kills a run makes; `SALUR_KILLS` asks for more.
  static let kills = environment["SALUR_KILLS"].flatMap { Int($0) } ?? 50
  static let seed = environment["SALUR_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)

  @Test func nothingAcknowledgedIsLost() throws {
    print("kills: seed \(Self.seed), \(Self.kills) times")
    var random = SplitMix64(seed: Self.seed)
    var (answers, blocks) = (0, 0 as UInt64)
    for kill in 0..<Self.kills {
      let folder = TemporaryFolder()
      let data = folder.path("node")
      // Every other kill waits for the first payments, whose answers are written down one by one.
      let moment: Moment =
        kill % 2 == 0
        ? .afterGenesis(UInt32(random.next() % 150_000)) : .afterFirstAnswer(UInt32(random.next() % 30_000))
      let families = 200 + Int(random.next() % 200)
      try Self.run(data, seed: random.next() % 1_000, families: families, killed: moment)
      let found = try Found(data)
      #expect(found.lost == [], "seed \(Self.seed), kill \(kill), \(moment)")
      #expect(found.audit.isClean, "seed \(Self.seed), kill \(kill): \(found.audit.findings)")
      #expect(found.audit.stateRoot == found.stateRoot, "seed \(Self.seed), kill \(kill)")
      answers += found.answers
      blocks += found.audit.blocks
    }
    #expect(answers >= Self.kills, "too few answers for the test to mean much")
    print("kills: \(answers) acknowledged answers looked for in \(blocks) blocks, all there")
  }

  /// When to kill, in microseconds.
  private enum Moment {
    case afterGenesis(UInt32)
    case afterFirstAnswer(UInt32)
  }

  private static func run(_ data: String, seed: UInt64, families: Int, killed moment: Moment) throws {
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = Salur.executable
    process.currentDirectoryURL = Salur.project
    process.arguments = [
      "demo-until-crash", "--data", data, "--families", String(families), "--seed", String(seed), "--json",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    func wait(for condition: () -> Bool) { while process.isRunning, !condition() { usleep(500) } }
    switch moment {
    case .afterGenesis(let microseconds):
      wait { DataDirectory(data).isInitialised }
      usleep(microseconds)
    case .afterFirstAnswer(let microseconds):
      wait { !Found.answers(data).isEmpty }
      usleep(microseconds)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
  }

  /// What a killed node's directory holds, once it has been started again.
  private struct Found {
    private(set) var answers = 0
    /// Lines of the notebook that the log does not have at their entry.
    private(set) var lost: [String] = []
    let stateRoot: String
    let audit: AuditResult

    init(_ data: String) throws {
      let (network, root) = try Self.restart(data)
      stateRoot = root
      var options = AuditOptions()
      options.vaultKey = try DataDirectory(data).vaultKey()
      audit = try Audit(data, options: options).verify()
      let commands = try Self.commands(data, network)
      for answer in Self.answers(data) {
        answers += 1
        if commands[answer.entry] != answer.command { lost.append("\(answer)") }
      }
    }

    private static func restart(_ data: String) throws -> (NetworkID, String) {
      let (replica, _) = try Replica.open(DataDirectory(data))
      return (replica.genesis.network, replica.newestBlock.stateRoot.description)
    }

    /// The command each private entry answers, by the entry's index.
    private static func commands(_ data: String, _ network: NetworkID) throws -> [UInt64: String] {
      var commands: [UInt64: String] = [:]
      let journal = try Journal(data + "/journal", network: network)
      var reader = journal.blocks(from: 0)
      while let block = try reader.next() {
        for place in 0..<block.entryCount {
          let start = place * Receipt.byteCount
          guard let receipt = Receipt(bytes: Array(block.receipts[start..<start + Receipt.byteCount])) else { continue }
          commands[block.firstEntry + UInt64(place)] = receipt.digest.description
        }
      }
      return commands
    }

    /// What was written down, in whole lines: the kill may have cut the last one.
    static func answers(_ data: String) -> [(command: String, entry: UInt64)] {
      let text = (try? String(contentsOfFile: data + "/answers.txt", encoding: .utf8)) ?? ""
      let lines = text.split(separator: "\n").map(String.init)
      return (text.hasSuffix("\n") ? lines : lines.dropLast()).compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 2, words[0] != "start", let entry = UInt64(words[1]) else { return nil }
        return (words[0], entry)
      }
    }
  }
}
