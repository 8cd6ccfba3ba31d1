import ArgumentParser
import Audit
import Engine
import Foundation
import Model
import Platform

/// The main job from end to end, in a fresh directory.
struct DemoCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Show the main job: from the treasury to families, shops and the auditor, through a crash.",
    discussion: """
      Everything happens on a real node in a fresh directory: every signature is made and checked, every block is on \
      disk before anybody is answered. The clock is driven, so a year passes in seconds; the same seed gives the same \
      final state root.
      """)

  @OptionGroup var options: ConsoleOptions
  @OptionGroup var scenario: DemoScenario

  @Option(help: "Directory of the node; must be empty. (default: a new one, removed at the end)")
  var data: String?

  func run(on console: Console) async throws {
    try scenario.check()
    let directory = try workingDirectory()
    let isOurs = data == nil
    defer { if isOurs { ScratchDirectory.remove(directory) } }
    let story = RunningProcess()
    let interruption = Interruption(console, isOurs ? Self.brokenOff : Self.brokenOffInPlace) {
      story.kill()
      if isOurs { ScratchDirectory.remove(directory) }
    }
    defer { withExtendedLifetime(interruption) {} }
    let start = MonotonicClock.nowNanoseconds()
    let notebook = DemoNotebook(directory + "/answers.txt")
    try runFirstPart(directory, story, console)
    let recovery = try recover(directory, notebook, console)
    let witnesses = try await DemoWitnesses(of: recovery.replica, keys: DemoKeys(seed: scenario.seed))
    try await witnesses.cosign()
    tell(
      console, "Kedua saksi membenarkan: catatan ini melanjutkan yang mereka tandatangani sebelum mesin mati.",
      "Both witnesses cosign: the log goes on from what they had signed before the crash.")
    let summary = try finish(recovery.replica, notebook, console)
    let cosignatures = try await witnesses.cosign()
    await witnesses.stop()
    let report = try audit(directory, console)
    let seconds = Double(MonotonicClock.nowNanoseconds() - start) / 1e9
    summary.show(on: console, audit: report, checked: recovery.checked, cosignatures: cosignatures, seconds: seconds)
    guard report.isClean, summary.violations.isEmpty else { throw ExitCode(1) }
  }

  private static let brokenOff = Phrase(
    "Demo dihentikan; folder sementaranya dihapus.", "The demo was stopped; its temporary directory is gone.")
  private static let brokenOffInPlace = Phrase("Demo dihentikan.", "The demo was stopped.")

  private func workingDirectory() throws -> String {
    if let data {
      if Directory.exists(data), !(try Directory.names(in: data)).isEmpty {
        throw Failure(
          "Folder \(data) tidak kosong; pilih folder baru untuk demo.",
          "The directory \(data) is not empty; choose a new one for the demo.")
      }
      try Directory.create(data)
      return data
    }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("salur-demo-\(UUID().uuidString)").path
    try Directory.create(path)
    return path
  }

  /// The story up to the crash runs in a process of its own, which kills itself.
  private func runFirstPart(_ directory: String, _ running: RunningProcess, _ console: Console) throws {
    console.output.flush()
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    var arguments = ["demo-until-crash", "--data", directory] + scenario.arguments
    arguments += ["--lang", console.language == .indonesian ? "id" : "en"]
    if console.isJSON { arguments.append("--json") }
    process.arguments = arguments
    try process.run()
    running.started(process.processIdentifier)
    process.waitUntilExit()
    running.ended()
    Interruption.rest()
    guard process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGKILL else {
      throw Failure(
        "Bagian pertama demo berhenti sebelum waktunya (status \(process.terminationStatus)).",
        "The first part of the demo stopped before its time (status \(process.terminationStatus)).")
    }
  }

  private struct Recovered {
    let replica: Replica
    let report: RecoveryReport
    let checked: Int
  }

  /// Starts the node again and looks for every answer anybody was given.
  private func recover(_ directory: String, _ notebook: DemoNotebook, _ console: Console) throws -> Recovered {
    tell(
      console, "\n⚡ Mesin mati tanpa peringatan (kill −9) di tengah belanja. Menyalakan kembali …",
      "\n⚡ The machine went dark without warning (kill −9) in the middle of spending. Starting again …")
    let bar = ProgressBar(console, Phrase("Memulihkan", "Recovering"), total: 1)
    let (replica, report) = try Replica.open(DataDirectory(directory)) { done, total in
      bar.advance(to: done == total ? 1 : 0)
    }
    bar.finish()
    let answers = try notebook.answers()
    try look(for: answers, in: directory)
    tell(
      console,
      "Pulih pada blok \(report.height): \(report.replayedBlocks) blok diputar ulang, \(console.language.number(answers.count)) jawaban yang pernah diberikan masih ada, tidak satu pun hilang.",
      "Recovered at block \(report.height): \(report.replayedBlocks) blocks replayed; all \(console.language.number(answers.count)) answers ever given are still there, not one is lost."
    )
    return Recovered(replica: replica, report: report, checked: answers.count)
  }

  /// Each answer must be at its entry of the log: the receipt there names the command that was answered.
  private func look(for answers: [DemoNotebook.Answer], in directory: String) throws {
    let receipts: [UInt64: Receipt]
    do throws(AuditError) {
      receipts = try Audit(directory).receipts(at: Set(answers.map(\.entry)))
    } catch {
      throw Failure(AuditPhrase.error(error))
    }
    for answer in answers where receipts[answer.entry]?.digest.description != answer.command {
      throw Failure(
        "Jawaban \(answer.entry) untuk perintah \(answer.command) hilang setelah mesin mati.",
        "Answer \(answer.entry) to command \(answer.command) was lost in the crash.")
    }
  }

  /// Goes on where the crash cut the story off.
  private func finish(_ replica: Replica, _ notebook: DemoNotebook, _ console: Console) throws -> DemoSummary {
    let keys = DemoKeys(seed: scenario.seed)
    let records = try DemoRecords(Examples(scenario.examples), keys: keys)
    let world = DemoWorld(replica: replica, keys: keys, console: console)
    world.runTimes = try notebook.runTimes()
    let story = try DemoStory(world: world, records: records, families: scenario.families, console: console)
    guard let start = try notebook.spendingStart() else {
      throw Failure("Buku catatan demo rusak.", "The demo's notebook is damaged.")
    }
    let done = Int(replica.read { $0.height } - start)
    try story.spend(from: done) { _, _ in }
    try story.end()
    return try DemoSummary(story)
  }

  /// Also against the head that both witnesses cosigned; without their signatures, or with another log, it is a finding.
  private func audit(_ directory: String, _ console: Console) throws -> AuditResult {
    let data = DataDirectory(directory)
    let file = data.cosignedFile
    var options = AuditOptions()
    options.vaultKey = try data.vaultKey()
    options.checkpoints = [.init(file: file, note: try File.contents(of: file, limit: 1 << 16))]
    tell(console, "\n12. Audit mandiri dari blok pertama", "\n12. An independent audit from genesis")
    let bar = ProgressBar(console, Phrase("Mengaudit", "Auditing"), total: 1)
    defer { bar.finish() }
    return try Audit(directory, options: options).verify { progress in
      bar.advance(to: progress.height == progress.lastHeight ? 1 : 0)
    }
  }

  private func tell(_ console: Console, _ indonesian: String, _ english: String) {
    if !console.isJSON { console.say(Phrase(indonesian, english)) }
  }
}

/// What both processes of the demonstration must agree on.
struct DemoScenario: ParsableArguments {
  @Option(help: ArgumentHelp("Families in the country, 5000 to 5000000; fewer make no whole story.", valueName: "N"))
  var families = 20_000

  @Option(help: "Everything follows from it.")
  var seed: UInt64 = 2026

  @Option(help: "Folder of the example documents. (default: Examples beside the project)")
  var examples: String?

  var arguments: [String] {
    ["--families", String(families), "--seed", String(seed)] + (examples.map { ["--examples", $0] } ?? [])
  }

  /// With fewer families some chapter would have nobody to tell of.
  func check() throws { try UsageError.check("--families", families, in: 5_000...5_000_000) }
}

/// The first part, up to the crash. Run by `salur demo` as a process of its own.
struct DemoUntilCrashCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo-until-crash", abstract: "The demonstration up to the crash.", shouldDisplay: false)

  @OptionGroup var options: ConsoleOptions
  @OptionGroup var scenario: DemoScenario
  @Option var data: String

  func run(on console: Console) async throws {
    try UsageError.check("--families", scenario.families, in: 1...5_000_000)
    let keys = DemoKeys(seed: scenario.seed)
    let records = try DemoRecords(Examples(scenario.examples), keys: keys)
    let directory = DataDirectory(data)
    try directory.initialise(records.genesis, logKey: records.logKey)
    let (replica, _) = try Replica.open(directory)
    let world = DemoWorld(replica: replica, keys: keys, console: console)
    let story = try DemoStory(world: world, records: records, families: scenario.families, console: console)
    try story.begin()
    let witnesses = try await DemoWitnesses(of: replica, keys: keys)
    try await witnesses.cosign()
    let notebook = DemoNotebook(data + "/answers.txt")
    try notebook.write(world.runTimes)
    try notebook.startSpending(at: replica.read { $0.height })
    story.chapter("4. Belanja", "4. Spending")
    console.output.flush()
    // In the middle of spending, however quick the machine: after so many answers.
    var left = 20 + Int(SecureRandom.bytes(1)[0])
    try story.spend { id, entry in
      try notebook.write(id, entry)
      left -= 1
      if left == 0 { armCrash() }
    }
    withExtendedLifetime(witnesses) { _ = kill(getpid(), SIGKILL) }
  }

  /// Pulls the plug at a moment nobody chose, within the next block or two.
  private func armCrash() {
    let microseconds = 40 * Int(SecureRandom.bytes(1)[0])
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: Double(microseconds) / 1_000_000)
      kill(getpid(), SIGKILL)
    }
  }
}
