import Coding
import Outbound
import ServiceSupport
import Signing
import StorageSupport
import Testing
import Transparency
import Witness

@Suite("A witness over HTTP")
struct WitnessServiceTests {
  @Test("answers with the statuses and bodies of the specification")
  func statuses() async throws {
    let folder = TemporaryDirectory()
    var log = TestLog()
    log.grow(to: 20)
    let (directory, _) = try WitnessDirectory.made(in: folder, "w")
    let witness = try await RunningWitness(directory, logs: [log.key])
    let client = OutboundClient()
    func post(_ body: [UInt8]) async throws -> OutboundAnswer {
      try await client.post(body, type: "text/plain", to: witness.url + "/add-checkpoint")
    }
    let monitored = "\(witness.url)/\(Hex.encode(SHA256.hash(log.key.name.utf8).bytes))/checkpoint"
    #expect(try await client.get(monitored).status == 404)

    let first = try await post(log.request(from: 0, to: 5))
    #expect(first.status == 200 && first.body.last == UInt8(ascii: "\n"))
    let signature = try #require(NoteSignature(line: first.body.dropLast()))
    #expect(signature.cosignedTime(of: log.note(5), by: witness.key) != nil)

    let conflict = try await post(log.request(from: 0, to: 9))
    #expect(conflict.status == 409 && conflict.type == "text/x.tlog.size" && conflict.body == Array("5\n".utf8))
    #expect(try await post(Array("old 5\n".utf8)).status == 400)
    #expect(try await post(TestLog.request(old: "9", note: log.note(5).bytes)).status == 400)
    #expect(try await post(TestLog.request(old: "5", note: log.note(9).bytes)).status == 422)
    #expect(try await post(TestLog.request(old: "5", note: log.note(5).bytes)).status == 200)
    #expect(try await post(TestLog("salur.test/other").request(from: 0, to: 0)).status == 404)
    var unsigned = log.checkpoint(9).note
    let impostor = TestLog(seed: "impostor")
    unsigned.sign(as: impostor.key) { impostor.signingKey.sign($0) }
    #expect(try await post(TestLog.request(old: "5", note: unsigned.bytes)).status == 403)
    #expect(try await post([UInt8](repeating: 65, count: 200_000)).status == 413)
    #expect(try await client.get(witness.url + "/add-checkpoint").status == 404)

    let kept = try await client.get(monitored)
    let note = try SignedNote(parsing: kept.body)
    #expect(kept.status == 200 && note.text == log.checkpoint(5).text && note.signatures.count == 2)
    await witness.stop()
  }

  @Test("nobody keeps it from those who ask")
  func hostile() async throws {
    let folder = TemporaryDirectory()
    let log = TestLog()
    let (directory, _) = try WitnessDirectory.made(in: folder, "w")
    let witness = try await RunningWitness(directory, logs: [log.key])
    let port = try #require(witness.url.split(separator: ":").last.flatMap { Int($0) })
    let (answered, garbage) = try await onThread {
      let garbage = try Wire(port: port)
      garbage.send("nothing of HTTP\r\n\r\n")
      let status = try garbage.answer().status
      let wires = try (0..<80).map { _ in try Wire(port: port, patience: 5) }
      var answered = 0
      for wire in wires {
        wire.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        if (try? wire.answer())?.status == 200 { answered += 1 }
      }
      return (answered, status)
    }
    #expect(garbage == 400)
    #expect((60...64).contains(answered), "one address had \(answered) connections")
    await witness.stop()
  }
}
