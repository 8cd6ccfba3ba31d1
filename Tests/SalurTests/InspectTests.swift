import Foundation
import Testing

@Suite("salur inspect")
struct InspectTests {
  @Test("Any deterministic CBOR is shown in diagnostic notation")
  func generic() throws {
    let outcome = try Salur.run("inspect", "--json", "8301026161")
    #expect(outcome.status == 0)
    #expect(outcome.output == #"{"diagnostic":"[1, 2, \"a\"]","kind":"CBOR"}"# + "\n")
  }

  @Test("Bytes come from an argument, a file or the standard input, as they are or as digits")
  func sources() throws {
    let expected = #"{"diagnostic":"true","kind":"CBOR"}"# + "\n"
    let folder = TemporaryFolder()
    #expect(try Salur.run("inspect", "--json", "-", input: "f5\n").output == expected)
    #expect(try Salur.run("inspect", "--json", folder.file("bytes", bytes: [0xF5]).path).output == expected)
    #expect(try Salur.run("inspect", "--json", folder.file("digits", "F5").path).output == expected)
  }

  @Test("A signed note is read as the checkpoint it is")
  func checkpoint() throws {
    let signature = Data([0, 0, 0, 1] + [UInt8](repeating: 0, count: 64)).base64EncodedString()
    let note = """
      salur.example/test
      3
      47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

      — salur.example/test \(signature)

      """
    let outcome = try Salur.run("inspect", "--json", "-", input: note)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""kind":"checkpoint""#))
    #expect(outcome.output.contains(#""size":3"#))
  }

  @Test("A sealed entry shows its commitment")
  func entry() throws {
    let digest = String(repeating: "ab", count: 32)
    let outcome = try Salur.run("inspect", "--json", "83010058" + "20" + digest)
    #expect(outcome.output == #"{"commitment":"\#(digest)","kind":"sealed entry"}"# + "\n")
  }

  @Test("What is nothing of ours is refused with a reason")
  func nothing() throws {
    let truncated = try Salur.run("inspect", "8301")
    #expect(truncated.status == 1)
    #expect(
      truncated.errors
        == "Error: 2 bytes that start with 8301 are none of Salur's: as CBOR, the bytes end in the middle of an item "
        + "(at byte 0)\n", "\(truncated.errors)")
    let neither = try Salur.run("inspect", "8g")
    #expect(neither.status == 1)
    #expect(neither.errors.hasPrefix("Error: '8g' is no file that exists and no hexadecimal digits"))
    #expect(try Salur.run("inspect", "nowhere.cbor").errors.contains("cannot open nowhere.cbor"))
    #expect(try Salur.run("inspect", "-").errors == "Error: there are no bytes; give a file that has some\n")
  }
}
