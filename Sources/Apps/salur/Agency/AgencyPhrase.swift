import Coding
import Ledger
import Model
import Presentation

/// What the agency commands say.
enum AgencyPhrase {
  static let nothing = Phrase("tidak ada yang menunggu", "nothing waits")

  static func badOfficer(_ text: String) -> Phrase {
    Phrase(
      "'\(text)' bukan kunci umum; petugas menjalankan 'salur key new' dan membacakan did:key-nya",
      "'\(text)' is no public key; the officer runs 'salur key new' and reads out its did:key")
  }

  static let sameOfficers = Phrase(
    "sebut sedikitnya satu petugas, masing-masing dengan kunci sendiri",
    "name at least one officer, each with a key of their own")

  static func badThreshold(_ count: Int) -> Phrase {
    Phrase(
      "--threshold antara \(min(2, count)) dan \(count)", "--threshold is between \(min(2, count)) and \(count)")
  }

  static func badDigest(_ text: String) -> Phrase {
    Phrase("'\(text)' bukan SHA-256: 64 digit heksadesimal", "'\(text)' is no SHA-256: 64 hexadecimal digits")
  }

  static func noProposal(_ text: String) -> Phrase {
    Phrase(
      "tidak ada satu usulan terbuka yang diawali '\(text)'; lihat 'salur agency pending'",
      "there is not one open proposal that begins with '\(text)'; see 'salur agency pending'")
  }

  static func proposed(_ id: CommandID, missing: Int) -> Phrase {
    Phrase(
      "Diusulkan; masih perlu \(missing) petugas: salur agency approve \(id.digest.description.prefix(16))",
      "Proposed; \(missing) more officers are needed: salur agency approve \(id.digest.description.prefix(16))")
  }

  /// The action's name, as the formats page has it.
  static func name(of action: Action) -> String { Mirror(reflecting: action).children.first?.label ?? "\(action)" }

  static func proposal(_ proposal: Proposal, of agency: AgencyState) -> Phrase {
    let (name, id) = (name(of: proposal.action), proposal.id.digest.description.prefix(16))
    let voices = "\(proposal.approvals.count)/\(agency.agency.threshold)"
    let until = proposal.expires.rfc3339
    return Phrase(
      "\(agency.agency.name): usulan \(id) (\(name)), \(voices) petugas setuju, sampai \(until)",
      "\(agency.agency.name): proposal \(id) (\(name)), \(voices) officers agree, until \(until)")
  }

  static func rotation(_ rotation: Rotation, of agency: AgencyState) -> Phrase {
    Phrase(
      "\(agency.agency.name): mulai \(rotation.from.rfc3339) perlu \(rotation.threshold) dari \(rotation.officers.count) petugas",
      "\(agency.agency.name): from \(rotation.from.rfc3339) on, \(rotation.threshold) of \(rotation.officers.count) officers must agree"
    )
  }

  static func reissue(_ recovery: RecoveryRow) -> Phrase {
    let due = recovery.due.rfc3339
    guard recovery.status == .disputed, recovery.second != .none else {
      return Phrase(
        "kunci baru untuk \(recovery.account) (entri \(recovery.entry)) menunggu lembaga kedua sampai \(due)",
        "a new key for \(recovery.account) (entry \(recovery.entry)) waits for a second agency until \(due)")
    }
    return Phrase(
      "kunci baru untuk \(recovery.account) (entri \(recovery.entry)) dipersengketakan; lembaga ketiga memutuskan",
      "a new key for \(recovery.account) (entry \(recovery.entry)) is disputed; a third agency decides")
  }
}
