import Coding
import Identity
import Model
import Platform
import Signing
import Wallet

/// The registration service's work: it asks, verifies, has both agencies make the nullifiers, and acts as the identity
/// authority's officer. Nothing about anybody is kept but in memory, and for minutes.
public actor EnrolmentDesk {
  public nonisolated let configuration: EnrolmentConfiguration
  private var registrar: Registrar
  private var pending = PendingEnrolments()
  private var attempts = EnrolmentAttempts()
  private let issuers: IssuerDirectory
  private let registry: RegistryClient
  private let evaluators: EvaluatorClient
  private let authority: AuthorityConnection

  /// - Parameters:
  ///   - log: what was last believed of the network's log.
  ///   - remember: keeps what is believed of it.
  public init(
    _ configuration: EnrolmentConfiguration, log: TrustedLog,
    remember: @escaping @Sendable (TrustedLog) -> Void = { _ in }
  ) {
    self.configuration = configuration
    registrar = Registrar(network: configuration.genesis.network, policies: [])
    issuers = IssuerDirectory(configuration.issuers, audience: configuration.audience)
    let version = configuration.evaluatorKeys.version
    registry = RegistryClient(url: configuration.registry, keyVersion: version)
    evaluators = EvaluatorClient(
      urls: configuration.evaluators, keyVersion: version, officer: configuration.officer)
    authority = AuthorityConnection(
      configuration.authority, configuration.officer, node: configuration.node, log: log, remember: remember)
  }

  /// A question for a wallet, to be answered once within `Challenges.life`.
  func challenge() throws(IdentityProblem) -> Digest {
    try Self.judged { () throws(EnrolmentError) in try registrar.challenge(Self.random(), now: Self.now) }
  }

  /// Verifies what a wallet shows, and finds out what its key has to sign.
  func begin(
    _ presentation: String, challenge: Digest, key: PublicKey, attestation: DeviceAttestation?
  ) async throws(IdentityProblem) -> BegunEnrolment {
    guard pending.hasRoom(now: Self.now) else { throw .busy }
    let policies = try await policies()
    registrar.policies = policies
    let applicant = try Self.judged { () throws(EnrolmentError) in
      try registrar.verify(presentation, challenge: challenge, key: key, now: Self.now)
    }
    var attested: AttestedKey?
    if let attestation {
      attested = try await configuration.verify(attestation, challenge: challenge, key: key, now: Self.now)
    }
    let card = try await card(of: applicant.claims.subject)
    guard attempts.begin(applicant.claims, now: Self.now) else { throw .tooOften }
    let unproven = try await unproven(applicant, card, attested)
    guard pending.hasRoom(now: Self.now) else { throw .busy }
    let (id, tier) = (Self.random(), attested?.tier ?? .software)
    pending.add(.init(unproven: unproven, tier: tier, begun: Self.now), as: id)
    return BegunEnrolment(id: id, payload: unproven.payload, tier: tier)
  }

  /// Registers the applicant once the key is shown to be theirs. Where it is not known what became of it, the same call
  /// again finds out.
  package func finish(_ id: Digest, proof: [UInt8]) async throws(IdentityProblem) -> FinishedEnrolment {
    guard var enrolment = pending.take(id, now: Self.now) else { throw .unknownEnrolment }
    let proved: EnrolmentAction
    do throws(EnrolmentError) {
      proved = try enrolment.unproven.prove(proof, relyingParty: configuration.genesis.parameters.webAuthn)
    } catch {
      // A slip of the device is no reason to begin again; only the key's holder can go on.
      pending.add(enrolment, as: id)
      throw IdentityProblem(error)
    }
    do throws(AuthorityError) {
      let outcome = try await authority.submit(proved, again: enrolment.sent)
      return try FinishedEnrolment(outcome, tier: enrolment.tier)
    } catch {
      if case .unknown(let sent) = error { enrolment.sent = sent }
      if error.canBeFinished { pending.add(enrolment, as: id) }
      throw IdentityProblem(error)
    }
  }

  /// How many have begun and not finished.
  package var pendingCount: Int { pending.count }

  // MARK: Steps

  private static var now: Int64 { SystemClock.nowMilliseconds() / 1000 }

  private static func random() -> Digest { Digest(bytes: SecureRandom.bytes(32))! }

  private func policies() async throws(IdentityProblem) -> [CredentialPolicy] {
    do throws(IssuerError) {
      return try await issuers.policies(now: Self.now)
    } catch {
      throw .unavailable(
        "issuer", Phrase("Kunci penerbit belum dapat diambil: ", "The issuer's keys cannot be had yet: ") + error.phrase
      )
    }
  }

  private func card(of subject: String) async throws(IdentityProblem) -> FamilyCard {
    do throws(NationalIdentityError) {
      return try await registry.family(subject)
    } catch {
      switch error {
      case .unknownSubject:
        throw .refused(
          "family-card",
          Phrase(
            "Kartu keluarga tidak ditemukan; minta kredensial baru", "There is no family card; get a new credential"))
      case .unavailable:
        throw .unavailable(
          "registry",
          Phrase(
            "Registri kependudukan tidak menjawab; coba lagi nanti", "The registry does not answer; try again later"))
      }
    }
  }

  private func unproven(
    _ applicant: Applicant, _ card: FamilyCard, _ attested: AttestedKey?
  ) async throws(IdentityProblem) -> UnprovenRegistration {
    let blinded = try Self.judged { () throws(EnrolmentError) in
      try applicant.blind(card, keys: configuration.evaluatorKeys)
    }
    let answers = try await evaluators.evaluate(blinded)
    return try Self.judged { () throws(EnrolmentError) in
      let family = try blinded.finish(first: answers.first, second: answers.second)
      guard let registered = card.registered else {
        return family.register(salt: Salt(SecureRandom.bytes(16))!, attested: attested)
      }
      return try family.claim(registered.account, registered: registered.members, attested: attested)
    }
  }

  /// The registrar's refusal as a problem.
  private static func judged<Result>(
    _ body: () throws(EnrolmentError) -> Result
  ) throws(IdentityProblem) -> Result {
    do throws(EnrolmentError) {
      return try body()
    } catch {
      throw IdentityProblem(error)
    }
  }
}

/// What an applicant's key has to sign, for `Possession.aad`.
struct BegunEnrolment: Sendable {
  let id: Digest
  let payload: [UInt8]
  let tier: Tier
}

/// What the ledger did.
package struct FinishedEnrolment: Sendable {
  package let account: AccountNumber
  let entry: UInt64
  let receipt: Receipt
  let tier: Tier
  /// Whether the witnesses have seen the entry too.
  let isCosigned: Bool

  init(_ outcome: CommandOutcome, tier: Tier) throws(AuthorityError) {
    if let rejection = outcome.rejection { throw .rejected(rejection, entry: outcome.entry) }
    guard let receipt = outcome.receipt else { throw .unreadable }
    account = receipt.account
    entry = outcome.entry
    self.receipt = receipt
    self.tier = tier
    isCosigned = outcome.isCosigned
  }
}

extension Parameters {
  /// Where people's passkeys are good.
  fileprivate var webAuthn: WebAuthnRelyingParty {
    WebAuthnRelyingParty(id: relyingParty.string, origins: origins.map(\.string))
  }
}

extension IdentityProblem {
  static let tooOften = IdentityProblem(
    status: .tooManyRequests, name: "too-often",
    title: Phrase(
      "Orang ini sudah memulai \(EnrolmentAttempts.perHour) kali dalam satu jam; coba lagi nanti",
      "This person has begun \(EnrolmentAttempts.perHour) times within an hour; try again later"), canRetry: true)

  static let unknownEnrolment = IdentityProblem(
    status: .notFound, name: "unknown-enrolment",
    title: Phrase(
      "Pendaftaran ini tidak ada, sudah selesai, atau lewat sepuluh menit; mulai lagi",
      "This enrolment does not exist, is finished, or is older than ten minutes; begin again"))

  init(_ error: AuthorityError) {
    switch error {
    case .rejected(let rejection, let entry):
      self = .refused("rejected", Phrase(rejection.indonesian, rejection.english))
      (self.rejection, self.entry) = (rejection, entry)
    case .refused(let rejection):
      self.init(
        status: .conflict, name: "rejected", title: Phrase(rejection.indonesian, rejection.english), canRetry: true,
        rejection: rejection)
    case .unknown:
      self = .unavailable(
        "unknown",
        Phrase(
          "Belum diketahui apakah pendaftaran ini terlaksana; kirim bukti yang sama lagi",
          "It is not known whether this registration was done; send the same proof again"))
    case .unreachable, .status, .unreadable, .distrust, .strangeKey:
      self = .unavailable(
        "ledger",
        Phrase("Buku besar belum dapat dicapai; coba lagi nanti", "The ledger cannot be reached yet; try again later"))
    }
  }
}
