import ArgumentParser
import Coding
import Documents
import Glibc
import Presentation
import Rules

/// Where a command's answers go, in which language, and whether people or machines read them.
struct Console: Sendable {
  let language: Language
  /// Machines read the standard output: JSON with stable, sorted keys, and nothing else.
  let isJSON: Bool
  let output: OutputStream
  let errors: OutputStream

  init(_ options: ConsoleOptions) {
    language = options.lang ?? .ofEnvironment
    isJSON = options.json
    output = OutputStream(STDOUT_FILENO)
    errors = OutputStream(STDERR_FILENO)
  }

  /// One line for people.
  func say(_ line: Phrase) { output.write(line.text(language).printable + "\n") }

  /// One line that is the same in every language.
  func say(_ line: String) { output.write(line + "\n") }

  /// One line of JSON.
  func answer(_ json: JSON) { output.write(json.text + "\n") }

  /// A remark beside the answer, for people only.
  func note(_ line: Phrase) { errors.write(line.text(language).printable + "\n") }

  /// Ends the process with what went wrong as one sentence, in a machine's answer too, and status 1; 2 where the command
  /// line is at fault.
  func fail(_ error: any Error) -> Never {
    Interruption.rest()
    if let code = error as? ExitCode {
      output.flush()
      exit(code.rawValue)
    }
    let message = (error as? any SpeakingError)?.phrase.text(language) ?? "\(error)"
    if isJSON { answer(["error": (error as? any MachineError)?.json(language) ?? ["message": .string(message)]]) }
    output.flush()
    if let problems = error as? DocumentError {
      show(problems)
    } else {
      errors.write(errors.styled(Phrase.error.text(language), .red) + " " + message.printable + "\n")
    }
    exit(error is UsageError ? 2 : 1)
  }
}

// What everything here is said in.
typealias Phrase = Coding.Phrase
typealias Language = Coding.Language

/// An error that tells machines more than its sentence.
protocol MachineError: Error {
  func json(_ language: Language) -> JSON
}

/// What went wrong, for people: what happened, where, and what to do about it.
struct Failure: SpeakingError {
  let phrase: Phrase

  init(_ phrase: Phrase) { self.phrase = phrase }
  init(_ indonesian: String, _ english: String) { phrase = Phrase(indonesian, english) }
}

extension Phrase {
  static let error = Phrase("Galat:", "Error:")
  static let warning = Phrase("Peringatan:", "Warning:")
  static let remark = Phrase("Catatan:", "Remark:")
}

extension Language {
  /// English where the environment asks for it, as POSIX has it; Indonesian otherwise.
  static var ofEnvironment: Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty {
        return value.hasPrefix("en") ? .english : .indonesian
      }
    }
    return .indonesian
  }
}
