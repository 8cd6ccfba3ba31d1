import Coding
import Documents
import NIOCore
import Service
import Transparency

// Choices that reach the service in another form than they are written in, and what may be wrong with them.

extension NodeConfiguration {
  /// Addresses as sockets spell them, so that `0:0::1` is `::1`.
  var proxies: [String] {
    get { service.limits.proxies.sorted() }
    set { service.limits.proxies = Set(newValue.map { Self.address($0) ?? $0 }) }
  }

  var beatSeconds: Int {
    get { Int(service.events.beat.components.seconds) }
    set { service.events.beat = .seconds(newValue) }
  }

  var replayedEntries: Int {
    get { Int(clamping: service.events.replayedEntries) }
    set { service.events.replayedEntries = UInt64(newValue) }
  }

  /// Empty where there is none.
  var pushContact: String {
    get { service.push.contact ?? "" }
    set { service.push.contact = newValue }
  }

  private static func address(_ text: String) -> String? {
    (try? SocketAddress(ipAddress: text, port: 0))?.ipAddress
  }

  @Sendable static func proxyDefect(_ text: String) -> Setting.Defect? {
    guard address(text) == nil else { return nil }
    return Setting.Defect(
      Phrase("'\(text)' bukan alamat IP", "'\(text)' is no IP address"),
      Phrase("tulis alamat proksi, misalnya 127.0.0.1 atau ::1", "write the proxy's address, such as 127.0.0.1 or ::1"))
  }

  @Sendable static func contactDefect(_ text: String) -> Setting.Defect? {
    let isMail = text.hasPrefix("mailto:") && text.dropFirst(7).split(separator: "@").count == 2
    guard !isMail, !(text.hasPrefix("https://") && text.utf8.count > 8) else { return nil }
    return Setting.Defect(
      Phrase("'\(text)' bukan alamat kontak", "'\(text)' is no contact address"),
      Phrase("tulis mailto:NAMA@TEMPAT atau https://…", "write mailto:NAME@PLACE or https://…"))
  }

  @Sendable static func witnessDefect(_ text: String) -> Setting.Defect? {
    do throws(NoteError) {
      _ = try WitnessAddress(parsing: text)
      return nil
    } catch {
      return Setting.Defect(
        Phrase("'\(text)' bukan saksi: ", "'\(text)' is no witness: ") + error.phrase,
        Phrase(
          "tulis KUNCI=URL, kuncinya dari `salur witness show`", "write KEY=URL, the key from `salur witness show`"))
    }
  }
}
