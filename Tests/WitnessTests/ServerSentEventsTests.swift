import Outbound
import Testing

@Suite("Reading text/event-stream")
struct ServerSentEventsTests {
  private static let text = """
    \u{FEFF}retry: 3000

    : beat
    id: 4711

    event: payment-arrived
    id:4719
    data: {"amount":1,
    data:"entry":4719}
    unknown: field

    data

    event: nothing to say

    id: 4720

    data: cut
    """

  /// Name, data and id.
  private static let events = [
    ["message", "", "4711"], ["payment-arrived", "{\"amount\":1,\n\"entry\":4719}", "4719"], ["message", "", "4719"],
    ["message", "", "4720"],
  ]

  @Test("gives the same events whatever ends the lines and wherever pieces are cut", arguments: ["\n", "\r", "\r\n"])
  func pieces(end: String) throws {
    let bytes = Array(Self.text.replacing("\n", with: end).utf8)
    for cut in 0...bytes.count {
      var reader = ServerSentEvents()
      let events = try reader.read(Array(bytes[..<cut])) + reader.read(Array(bytes[cut...]))
      #expect(events.map { [$0.name, $0.data, $0.id] } == Self.events, "cut at \(cut)")
      #expect(reader.retry == 3_000)
    }
  }

  @Test("has a limit for lines, and for the data of one event")
  func limits() throws {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000)
    func read(_ piece: [UInt8]) -> OutboundError? {
      var reader = ServerSentEvents()
      do throws(OutboundError) {
        for _ in 0..<100 { _ = try reader.read(piece) }
        return nil
      } catch {
        return error
      }
    }
    #expect(read(piece) == .tooLarge(limit: ServerSentEvents.longestLine))
    #expect(read(Array("data:".utf8) + piece + [10]) == .tooLarge(limit: ServerSentEvents.longestLine))
    #expect(read(Array("data:".utf8) + piece + [10, 10]) == nil)
  }

  @Test("survives any bytes")
  func noise() throws {
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &generator)
    var state = seed
    let alphabet = Array("\n\r: \0deitarv9\u{FF}".utf8)
    for _ in 0..<2_000 {
      var reader = ServerSentEvents()
      let bytes = (0..<64).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 33) % alphabet.count]
      }
      #expect(throws: Never.self, "seed \(seed)") { try reader.read(bytes) }
    }
  }
}
