import Coding
import Foundation
import Identity
import Platform
import Presentation
import Signing
import StorageSupport
import Testing

/// Tests/Interoperability/sd-jwt issues, presents and verifies with the specification authors' Python package and none of
/// Salur's code.
@Suite("The package sd-jwt", .enabled(if: PythonSDJWT.isInstalled, PythonSDJWT.notice))
struct InteroperabilityTests {
  @Test("verifies what Salur presents", arguments: [[], ["a"], ["b", "c"], ["a", "b", "c"]])
  func verifies(names: [String]) throws {
    let text = try PresentationTests.present(names)
    let key: JSON = [
      "kty": "EC", "crv": "P-256", "x": .string(Base64.encodeURL(PresentationTests.issuer.publicKey.x.bytes)),
      "y": .string(Base64.encodeURL(PresentationTests.issuer.publicKey.y.bytes)),
    ]
    let outcome = try PythonSDJWT.run("verify", text, key.text, "urn:service", "n")
    #expect(outcome.status == 0, "\(outcome.output)")
    let claims = try JSONReader.read(Array(outcome.output.utf8))
    #expect(claims.text == (try PresentationTests.verify(text)).claims.text)
    #expect(try PythonSDJWT.run("verify", text, key.text, "urn:service", "m").status == 1)
  }

  @Test("issues what Salur holds, and presents what Salur verifies", arguments: [[], ["a"], ["b", "c"]])
  func issues(names: [String]) throws {
    // Seconds of the machine's clock: the package stamps presentations with it.
    let now = SystemClock.nowMilliseconds() / 1000
    let claims: JSON = [
      "iss": "https://python.example", "vct": "urn:test:1", "exp": .int(now + 1000), "a": 1, "b": "two",
      "c": ["x": [true]],
    ]
    let outcome = try PythonSDJWT.run(
      "issue", claims.text, "a,b,c", names.joined(separator: ","), "urn:service", "n", CredentialPolicy.usualType)
    #expect(outcome.status == 0, "\(outcome.output)")
    let answer = try JSONReader.read(Array(outcome.output.utf8))
    guard case .string(let presented)? = answer["presentation"], case .string(let issued)? = answer["issuance"],
      case .string(let key)? = answer["issuer"], case .string(let holder)? = answer["holder"]
    else {
      Issue.record("\(outcome.output)")
      return
    }
    let policy = CredentialPolicy(
      issuer: "https://python.example", keys: [try #require(P256Point(bytes: Base64.decodeURL(key)))],
      credential: "urn:test:1", audience: "urn:service")
    let verified = try VerifiedPresentation(verifying: presented, policy: policy, nonce: "n", now: now)
    for name in ["a", "b", "c"] { #expect(verified.claims[name] == (names.contains(name) ? claims[name] : nil)) }
    let own = try HeldCredential(issued).present(
      names, key: SigningKey(.p256, privateBytes: Base64.decodeURL(holder)), nonce: "n", audience: "urn:service",
      now: now)
    #expect(
      try VerifiedPresentation(verifying: own, policy: policy, nonce: "n", now: now).claims.text == verified.claims.text
    )
  }
}

/// A Python with the package: `python3`, or what the variable SALUR_PYTHON names.
enum PythonSDJWT {
  static let notice: Comment = "needs Python with the package sd-jwt (pip install sd-jwt); SALUR_PYTHON may name it"

  static var isInstalled: Bool { (try? run("probe"))?.status == 0 }

  struct Outcome {
    let status: Int32
    let output: String
  }

  static func run(_ arguments: String...) throws -> Outcome {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Interoperability/sd-jwt/sd_jwt_peer.py")
    let python = ProcessInfo.processInfo.environment["SALUR_PYTHON"] ?? "python3"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, script.path] + arguments
    let folder = TemporaryDirectory()
    let file = folder.path + "/output"
    _ = FileManager.default.createFile(atPath: file, contents: nil)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
  }
}
