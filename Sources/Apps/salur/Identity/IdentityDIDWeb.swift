import ArgumentParser
import Identity
import IdentityService
import Model
import Presentation
import Signing

struct IdentityDIDWeb: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "did-web",
    abstract: "Prints the DID document by which an issuer publishes its keys (W3C did:web).",
    discussion: "Name several keys while one replaces another: credentials signed with either are believed.")

  @Option(help: ArgumentHelp("The issuer's key file, of kind p256; repeat it.", valueName: "FILE"), completion: .file())
  var key: [String]

  @Option(help: ArgumentHelp("The host that will serve it, with its port where it has one.", valueName: "HOST"))
  var host: String

  @Option(help: ArgumentHelp("Where on the host, such as unit/1. (default: .well-known)", valueName: "PATH"))
  var path: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    guard (1...IssuerDocument.maximumKeys).contains(key.count) else { throw UsageError(IdentityPhrase.issuerKeys) }
    let points = try key.map { file -> P256Point in
      guard case .p256(let point) = try KeyFile(file).key.publicKey else {
        throw Failure(IdentityPhrase.wrongKind(file))
      }
      return point
    }
    let did: DIDWeb
    do throws(DIDWebError) {
      did = try DIDWeb(host: host, path: path.map { $0.split(separator: "/").map(String.init) } ?? [])
    } catch {
      throw UsageError(ServicePhrase.didWeb("--host", error))
    }
    let document = IssuerDocument(subject: did, keys: points)
    if console.isJSON { return console.answer(document.json) }
    console.output.write(document.json.pretty + "\n")
    console.note(ServicePhrase.publish(did.url))
  }
}

extension DIDWeb {
  /// A did:web somebody named with an option.
  init(_ option: String, _ text: String) throws(UsageError) {
    do throws(DIDWebError) {
      try self.init(text)
    } catch {
      throw UsageError(ServicePhrase.didWeb(option, error))
    }
  }
}

extension IssuerError: SpeakingError {}
extension DIDWebError: SpeakingError {}
