import Foundation
import Testing

/// Devices, cards, helpers, guardians and freezes, as people use them: through `salur wallet` against a running node.
@Suite("salur wallet: whose it is")
struct WalletSafeguardTests {
  private func wallet(_ arguments: String...) throws -> Salur.Outcome {
    try DemoCountry.run(["wallet"] + arguments)
  }

  private func done(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Salur.Outcome {
    let outcome = try DemoCountry.run(["wallet"] + arguments)
    #expect(
      outcome.status == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  /// A new device and what it proves for account 25.
  private func device(_ name: String, _ country: DemoCountry) throws -> String {
    let path = country.folder.path(name)
    _ = try done(
      "create", "--wallet", path, "--node", country.url, "--network", country.network, "--witnesses", "0")
    let proof = try done("prove", "--wallet", path, "--account", "25").output
    return proof.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test("a second device takes over from the first, a helper pays within its terms, and a freeze holds")
  func credentials() throws {
    let country = try DemoCountry()
    let (folder, node) = (country.folder, country.node)
    let (mine, phone, helper) = (folder.path("25"), folder.path("phone"), folder.path("helper"))
    let proof = try device("phone", country)
    let other = try wallet("credential", "add", "--wallet", folder.path("45"), "--proof", proof)
    #expect(other.status != 0 && other.errors.contains("made for another account"), "\(other.errors)")
    let torn = try wallet("credential", "add", "--wallet", mine, "--proof", String(proof.dropLast(9)))
    #expect(torn.status != 0 && torn.errors.contains("cannot be read"), "\(torn.errors)")
    let early = try wallet("recover", "finish", "--wallet", phone)
    #expect(early.status != 0 && early.errors.contains("may not act"), "\(early.errors)")
    _ = try done("credential", "add", "--wallet", mine, "--proof", proof, "--label", "second phone")
    #expect(try done("credential", "list", "--wallet", mine).output.contains("second phone"))
    // The second takes the first away, at once.
    _ = try done("credential", "remove", "0", "--wallet", phone)
    let gone = try wallet("show", "--wallet", mine)
    #expect(gone.status != 0)
    _ = try done("pay", "--wallet", phone, "--to", "SLR-00004WTQ", "--amount", "1000")

    let offer = try device("helper", country)
    _ = try done(
      "credential", "helper", "--wallet", phone, "--proof", offer, "--label", "Siti", "--per-payment", "2000",
      "--per-day", "3000")
    _ = try done("pay", "--wallet", helper, "--to", "SLR-00004WTQ", "--amount", "2000")
    let much = try wallet("pay", "--wallet", helper, "--to", "SLR-00004WTQ", "--amount", "2001")
    #expect(much.status != 0 && much.errors.contains("abovePaymentLimit"), "\(much.errors)")
    let cheat = try wallet("credential", "remove", "1", "--wallet", helper)
    #expect(cheat.status != 0 && cheat.errors.contains("notForThisCredential"), "\(cheat.errors)")
    #expect(try done("history", "--wallet", phone).output.contains("a helper paid at"))

    _ = try done("credential", "limit", "1", "--wallet", phone, "--per-payment", "500", "--per-day", "10000")
    let limited = try wallet("pay", "--wallet", phone, "--to", "SLR-00004WTQ", "--amount", "501")
    #expect(limited.status != 0 && limited.errors.contains("abovePaymentLimit"), "\(limited.errors)")
    _ = try done("freeze", "--wallet", phone)
    let frozen = try wallet("pay", "--wallet", helper, "--to", "SLR-00004WTQ", "--amount", "1")
    #expect(frozen.status != 0 && frozen.errors.contains("accountFrozen"), "\(frozen.errors)")
    _ = try done("unfreeze", "--wallet", phone)
    #expect(node.stop() == 0)
  }

  @Test("guardians bring a new key on its way, and the owner stops it")
  func guardians() throws {
    let country = try DemoCountry()
    let (folder, node) = (country.folder, country.node)
    let (mine, invitations) = (folder.path("25"), folder.path("invitations"))
    _ = try done("guardian", "choose", "45", "65", "85", "--threshold", "2", "--out", invitations, "--wallet", mine)
    let files = try FileManager.default.contentsOfDirectory(atPath: invitations).sorted()
    try #require(files.count == 3)
    let proof = try device("phone", country)
    func recover(_ account: Int, _ file: String) throws -> Salur.Outcome {
      try wallet(
        "guardian", "recover", "--wallet", folder.path("\(account)"), "--invitation", invitations + "/" + file,
        "--proof",
        proof)
    }
    let impostor = try recover(45, files[1])
    #expect(impostor.status != 0 && impostor.errors.contains("notAGuardian"), "\(impostor.errors)")
    #expect(try recover(45, files[0]).status == 0)
    #expect(try done("recover", "status", "--wallet", mine).output.contains("1/2"))
    #expect(try recover(85, files[2]).status == 0)
    let status = try done("recover", "status", "--wallet", mine, "--json").output
    #expect(status.contains(#""status":"locked""#), "\(status)")
    let entry = try #require(status.firstMatch(of: /"recovery":(\d+)/).map { String($0.1) })
    // While the new key is on its way, spending is capped.
    let much = try wallet("pay", "--wallet", mine, "--to", "SLR-00004WTQ", "--amount", "250001")
    #expect(much.status != 0 && much.errors.contains("aboveDayLimit"), "\(much.errors)")
    _ = try done("recover", "veto", entry, "--wallet", mine)
    #expect(try done("recover", "status", "--wallet", mine).output.contains("stopped by the owner"))
    _ = try done("guardian", "freeze", "--wallet", folder.path("65"), "--invitation", invitations + "/" + files[1])
    let frozen = try wallet("unfreeze", "--wallet", mine)
    #expect(frozen.status != 0 && frozen.errors.contains("notYourFreeze"), "\(frozen.errors)")
    #expect(node.stop() == 0)
  }
}
