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

  @Test("Machines are told about a command line that cannot be read")
  func usageForMachines() throws {
    let outcome = try Salur.run("pay", "--json", "--to", "3", "--amount", "-5", "--data", "/x", "--key", "y")
    #expect(outcome.status == 2)
    #expect(outcome.output.hasPrefix(#"{"error":{"message":"The value '-5' is invalid for '--amount <RUPIAH>'"#))
  }

  @Test(
    "Numbers that nobody can mean are usage errors",
    arguments: [
      ["bench", "spend", "--payers", "9223372036854775807"], ["bench", "run", "--families", "9223372036854775807"],
      ["bench", "spend", "--seconds", "inf"], ["bench", "spend", "--block", "0"],
    ])
  func ranges(arguments: [String]) throws {
    let outcome = try Salur.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("must be from"), "\(outcome.errors)")
  }

  @Test("A reader who has seen enough is no error")
  func brokenPipe() throws {
    let outcome = try Salur.shell("{ yes '{\"expr\": \"1\"}' | head -20000; } | $SALUR rule eval --batch | head -1")
    #expect(outcome.output == #"{"id":null,"type":"int","value":1}"# + "\n")
    #expect(outcome.errors == "")
  }

  @Test("A full disk is an error with a remedy")
  func fullDisk() throws {
    let outcome = try Salur.shell("$SALUR rule eval --expr 1 > /dev/full")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "Error: cannot write the answer: No space left on device; free space or choose another place\n")
  }

  @Test("On a terminal there are colours and a progress bar; NO_COLOR keeps colours away")
  func terminal() throws {
    let folder = TemporaryFolder()
    let generate = "$SALUR registry generate --families 40000 --out \(folder.path("r.csv"))"
    let outcome = try Salur.shell("script -qec '\(generate)' /dev/null")
    #expect(outcome.output.contains("Making families") && outcome.output.contains("/s"), "\(outcome.output)")
    #expect(try Salur.shell("script -qec '$SALUR rule eval --expr 1/0' /dev/null").output.contains("\u{1B}[31mError:"))
    let plain = try Salur.shell("NO_COLOR=1 script -qec '$SALUR rule eval --expr 1/0' /dev/null")
    #expect(plain.output.contains("Error: ") && !plain.output.contains("\u{1B}[31m"))
  }

  @Test("Every example programme's rules can be measured")
  func benchRules() throws {
    let outcome = try Salur.run("bench", "rules", "--families", "50", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for series in ["pkh", "sembako", "pip", "blt-dana-desa", "atensi-yapi", "gempa-ntt", "gempa-sewa"] {
      #expect(outcome.output.contains(".\(series) "), "\(series) is missing")
    }
  }

  @Test("Shells get completions", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let outcome = try Salur.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("salur"))
  }
}
