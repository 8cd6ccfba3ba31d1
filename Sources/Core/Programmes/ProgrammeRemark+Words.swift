import Coding
import Model

extension ProgrammeRemark {
  /// What there is to say, as a clause.
  public var message: Phrase {
    switch matter {
    case .idleTest:
      Phrase(
        "ini tidak pernah benar, mengingat yang sudah pasti di sini",
        "this can never be true, given what is certain here")
    case .nobodyEligible:
      Phrase("tidak seorang pun dapat memenuhi syarat ini", "nobody can ever meet this")
    case .excludesNobody:
      Phrase("syarat ini tidak mengecualikan siapa pun", "this excludes nobody")
    case .neverPaid:
      Phrase("pembayaran ini tidak pernah diberikan", "this payment is never made")
    case .outbid(let rule):
      Phrase(
        "pembayaran ini tidak pernah diberikan: bila berlaku, '\(rule)' juga berlaku dan tidak kurang nilainya",
        "this payment is never made: where it holds, '\(rule)' holds too and pays no less")
    case .neverTriggers:
      Phrase("program ini tidak pernah terpicu", "nothing ever sets this programme off")
    case .unknownRegion(let region):
      Phrase("tidak ada wilayah berkode \(region)", "no region has the code \(region)")
    case .oneExceedsCap(let most, let cap):
      Phrase(
        "satu penerima saja dapat berhak atas \(most.text(.indonesian)) dalam satu siklus, lebih dari pagu "
          + cap.text(.indonesian),
        "one registrant alone can be due \(most.text(.english)) in one cycle, more than the fund's cap of "
          + cap.text(.english))
    case .capCovers(let registrants, let most):
      Phrase(
        "satu penerima paling banyak mendapat \(most.text(.indonesian)) per siklus; pagu cukup untuk "
          + "\(grouped(registrants, ".")) penerima seperti itu",
        "one registrant is due at most \(most.text(.english)) a cycle; the cap pays \(grouped(registrants, ",")) such "
          + "registrants once"
      )
    }
  }

  /// What to do, as an imperative clause.
  public var remedy: Phrase {
    switch matter {
    case .idleTest: Phrase("perbaiki, atau hapus bagian ini", "correct it, or leave this part out")
    case .nobodyEligible, .neverPaid, .neverTriggers, .outbid:
      Phrase("perbaiki syaratnya, atau hapus aturan ini", "correct the condition, or leave the rule out")
    case .excludesNobody: Phrase("hapus, atau persempit", "leave it out, or make it narrower")
    case .unknownRegion: Phrase("periksa kodenya di daftar wilayah", "look the code up in the list of regions")
    case .oneExceedsCap: Phrase("naikkan pagu, atau turunkan jumlahnya", "raise the cap, or lower the amounts")
    case .capCovers: Phrase("bandingkan dengan jumlah penerima", "compare that with how many there are")
    }
  }

  /// The number with its thousands apart.
  private func grouped(_ number: Int64, _ separator: String) -> String {
    var text = ""
    for (index, digit) in String(number).utf8.reversed().enumerated() {
      text = String(decoding: [digit], as: UTF8.self) + (index > 0 && index % 3 == 0 ? separator : "") + text
    }
    return text
  }
}
