import Testing

@Suite("salur")
struct ConsoleTests {
  @Test("The version is one line")
  func version() throws {
    let outcome = try Salur.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: ".").count == 3)
  }

  @Test("Without a command it says which there are")
  func help() throws {
    let outcome = try Salur.run()
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("SUBCOMMANDS:"))
    #expect(outcome.errors == "")
  }

  @Test("An unknown command is a usage error")
  func unknownCommand() throws {
    let outcome = try Salur.run("bayar")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("Error: Unknown command 'bayar'; there are: demo, "), "\(outcome.errors)")
  }

  @Test("Shells get completions", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let outcome = try Salur.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("salur"))
  }
}
