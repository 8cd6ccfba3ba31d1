import Coding
import Model
import Signing

extension GenesisForm {
  /// Every parameter a document may set; what it leaves out stays as it is by default.
  static func parameters(_ entry: Entry) -> Parameters? {
    let settings = general + safeguards
    guard let fields = Fields(entry, Phrase("parameter", "the parameters"), settings.map(\.name)) else { return nil }
    var parameters = Parameters()
    for setting in settings {
      if let entry = fields[setting.name] { setting.read(entry, &parameters) }
    }
    return parameters
  }

  private struct Setting {
    let name: String
    let read: (Entry, inout Parameters) -> Void

    init<Value>(_ name: String, _ path: WritableKeyPath<Parameters, Value>, _ value: @escaping (Entry) -> Value?) {
      self.name = name
      read = { entry, parameters in
        if let value = value(entry) { parameters[keyPath: path] = value }
      }
    }
  }

  private static var general: [Setting] {
    [
      Setting("run_rows_per_block", \.runRowsPerBlock) { $0.integer(1...Parameters.mostRunRows) },
      Setting("person_command_life", \.personCommandLife) { $0.milliseconds() },
      Setting("agency_command_life", \.agencyCommandLife) { $0.milliseconds() },
      Setting("notice", \.notice) { $0.milliseconds() },
      Setting("refund_window", \.refundWindow) { $0.milliseconds() },
      Setting("freeze_span", \.freezeSpan) { $0.milliseconds() },
      Setting("review", \.review) { $0.milliseconds() },
      Setting("maturity_blocks", \.maturityBlocks) { $0.integer(0...1_000) },
      Setting("clock_step", \.clockStep) { $0.minutes() ?? $0.milliseconds() },
      Setting("outage", \.outage) { $0.milliseconds() },
      Setting("relying_party", \.relyingParty) { $0.text(max: 253) },
      Setting("origins", \.origins) { $0.list(max: 16) { $0.text(max: 256) } },
    ]
  }

  /// What keeps a wallet its owner's.
  private static var safeguards: [Setting] {
    [
      Setting("tier_limits", \.tierLimits) { tierLimits($0) },
      Setting("day_offset", \.dayOffset) { $0.integer(-14 * 60...14 * 60) },
      Setting("loosening", \.loosening) { $0.milliseconds() },
      Setting("recovery_cap", \.recoveryCap) { $0.integer(0...Int64.max).map { Rupiah($0) } },
      Setting("guardian_delay", \.guardianDelay) { $0.milliseconds() },
      Setting("reissue_delay", \.reissueDelay) { $0.milliseconds() },
      Setting("recovery_patience", \.recoveryPatience) { $0.milliseconds() },
      Setting("claims_per_officer", \.claimsPerOfficer) { $0.integer(0...UInt32.max) },
      Setting("reissues_per_officer", \.reissuesPerOfficer) { $0.integer(0...UInt32.max) },
      Setting("attestation_roots", \.attestationRoots) { entry in
        entry.list(max: 16) { root in
          root.text(max: 64).flatMap { text in
            if let digest = try? Digest(hex: text.string) { return digest }
            root.report(
              Phrase("bukan sidik SHA-256", "not a SHA-256 digest"),
              Phrase("tulis 64 digit heksadesimal", "write 64 hexadecimal digits"))
            return nil
          }
        }
      },
    ]
  }

  /// `{software: {payment: N, day: N}, platform: …, hardware: …}`; a tier that is left out keeps its default.
  private static func tierLimits(_ entry: Entry) -> [SpendingLimits]? {
    let names = ["software", "platform", "hardware"]
    guard let tiers = Fields(entry, Phrase("batas per tingkat", "limits by tier"), names) else { return nil }
    var limits = Parameters().tierLimits
    for (index, name) in names.enumerated() {
      guard let tier = tiers[name],
        let fields = Fields(tier, Phrase("batas", "limits"), ["payment", "day"]),
        let payment = fields.required("payment")?.integer(0...Int64.max),
        let day = fields.required("day")?.integer(0...Int64.max)
      else { continue }
      limits[index] = SpendingLimits(perPayment: Rupiah(payment), perDay: Rupiah(day))
    }
    return limits
  }
}
