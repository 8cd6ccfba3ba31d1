import ArgumentParser
import Coding
import Platform
import Presentation

struct InspectCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows any of Salur's bytes as JSON: commands, entries, openings, genesis, journal files and more.",
    discussion: "Nothing is verified: what is shown is what the bytes say, not what is true.")

  @Argument(
    help: ArgumentHelp("A file, hexadecimal digits, or '-' for the standard input.", valueName: "FILE|HEX|-"),
    completion: .file())
  var source: String

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    let bytes = try bytes()
    guard let json = Inspection.json(of: bytes) else { throw Failure(InspectPhrase.unknown(bytes)) }
    console.output.write((console.isJSON ? json.text : json.pretty) + "\n")
  }

  private func bytes() throws -> [UInt8] {
    if source == "-" || Directory.exists(source) { return Self.digits(try Input.bytes(of: source)) }
    do {
      return try Hex.decode(source)
    } catch {
      // A path mistyped is likelier than digits mistyped.
      if source.contains("/") || source.contains(".") { return try Input.bytes(of: source) }
      throw Failure(InspectPhrase.neither(source, error))
    }
  }

  /// A file of nothing but hexadecimal digits stands for their bytes.
  private static func digits(_ bytes: [UInt8]) -> [UInt8] {
    let text = bytes.filter { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
    guard !text.isEmpty, let decoded = try? Hex.decode(String(decoding: text, as: UTF8.self)) else { return bytes }
    return decoded
  }
}
