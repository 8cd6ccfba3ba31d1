import ArgumentParser

/// The command line: it reads files, hands them to those who know, and shows what they say.
@main
struct Salur: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "salur",
    abstract: "Pays social benefits straight from the treasury into wallets that only the citizen can spend from.",
    discussion: "Messages are in Indonesian, or in English with '--lang en' or where LANG says so.",
    version: "0.1.0",
    subcommands: [
      DemoCommand.self,
      DemoUntilCrashCommand.self,
      BenchCommand.self,
      RuleCommand.self,
      ProgrammeCommand.self,
      RegistryCommand.self,
      InspectCommand.self,
      KeyCommand.self,
      NodeCommand.self,
      ViewsCommand.self,
      VaultCommand.self,
      WalletCommand.self,
      CardCommand.self,
      IdentityCommand.self,
      WitnessCommand.self,
      AccountCommand.self,
      AgencyCommand.self,
      PrivacyCommand.self,
      PayCommand.self,
      TransferCommand.self,
      MerchantCommand.self,
      MoneyCommand.self,
      SchemaCommand.self,
      AppealCommand.self,
      AuditCommand.self,
    ])

  static func main() async {
    let command: any ParsableCommand
    do {
      try refuseUnknownCommands(CommandLine.arguments.dropFirst())
      command = try parseAsRoot()
    } catch {
      exit(afterParsing: error)
    }
    let console = Console((command as? any SalurCommand)?.options ?? ConsoleOptions.assumed)
    do {
      switch command {
      case let command as any SalurCommand: try await command.run(on: console)
      case var command as any AsyncParsableCommand: try await command.run()
      case var command: try command.run()
      }
    } catch {
      // Help, versions and completion scripts come as errors too.
      if exitCode(for: error) == .success || error is ValidationError { exit(afterParsing: error) }
      console.fail(error)
    }
    console.output.flush()
  }

  /// Names a mistyped command; the parser would rather complain about the options behind it.
  private static func refuseUnknownCommands(_ arguments: ArraySlice<String>) throws {
    var family: any ParsableCommand.Type = Salur.self
    for argument in arguments {
      let commands = family.configuration.subcommands
      guard !commands.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return }
      guard let next = commands.first(where: { $0.configuration.commandName == argument }) else {
        let known = commands.map { $0.configuration }.filter(\.shouldDisplay).compactMap(\.commandName)
        throw ValidationError("Unknown command '\(argument)'; there are: \(known.joined(separator: ", ")).")
      }
      family = next
    }
  }

  /// A command line that cannot be read ends with status 2 and one sentence; a request for help is no error.
  private static func exit(afterParsing error: any Error) -> Never {
    guard exitCode(for: error) != .success else { exit(withError: error) }
    let console = Console(ConsoleOptions.assumed)
    if console.isJSON { console.answer(["error": ["message": .string(message(for: error))]]) }
    console.output.flush()
    console.errors.write(fullMessage(for: error).printable + "\n")
    exit(withError: ExitCode(2))
  }
}

/// A command that talks to people or machines through a console.
protocol SalurCommand: AsyncParsableCommand {
  var options: ConsoleOptions { get }

  /// - Throws: `Failure`, or an error whose description is a sentence for people.
  func run(on console: Console) async throws
}

extension SalurCommand {
  func run() async throws { try await run(on: Console(options)) }
}
