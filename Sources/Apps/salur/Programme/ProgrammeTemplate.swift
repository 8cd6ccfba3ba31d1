import Presentation

/// Programmes to begin from.
enum ProgrammeTemplate {
  static func text(_ template: ProgrammeNew.Template) -> String {
    switch template {
    case .family: head("family") + family + foot
    case .person: head("person") + person + foot
    case .event: head("event") + event + foot
    }
  }

  private static func head(_ kind: String) -> String {
    """
    # What each field means is in docs/PROGRAMMES.md. Check it: salur programme check FILE
    # Editors complete and check it as you type by the JSON Schema of 'salur programme schema': docs/TRYING.md

    programme: id.kemensos.contoh-\(kind)      # the stable name; the owner's prefix comes first
    version: "2026.1"                   # in quotes, or YAML would read a number
    title: {id: Program Contoh, en: Example Programme}

    # The most it may ever be funded with, whole rupiah. wait: nobody is paid before the fund holds a cycle's total;
    # share: everybody gets the same share of what there is.
    fund: {cap: 1000000000, on_shortfall: wait}

    """
  }

  private static let family = """

    unit: family                        # whom it decides about
    facts: {family: dtsen.family/1}     # what its rules may read, and the schema of each

    # When a cycle falls due: here on the tenth day of every quarter's second month.
    schedule: {every: quarter, due: {month: 2, day: 10}, tz: "+07:00", from: 2026-01-01, until: 2026-12-31}

    # All must hold; the first that does not is the reason people are told.
    eligible:
    - id: desil
      say: {id: "Desil DTSEN 1–4", en: "DTSEN decile 1–4"}
      when: "family.decile <= 4"

    # Payment rules are asked of every member, here called m.
    each: m
    choose: highest-per-member
    pay:
    - id: anak
      say: {id: "Anak usia 0–6 tahun", en: "Child aged 0–6"}
      amount: 250000
      group: anak
      when: "age(m.born, due) <= 6"
    - id: lansia
      say: {id: "Lanjut usia, 70 tahun ke atas", en: "Aged 70 or over"}
      amount: 200000
      when: "age(m.born, due) >= 70"

    # At most so many payments of a group, and from so many members; the highest amounts count first.
    limits: {group: {anak: 2}, members: 3, order: amount-desc-then-member}

    """

  private static let person = """

    unit: person                        # each person on their own, wherever they live
    facts:
      student: dapodik.student/1        # about the person
      family: dtsen.family/1            # about the person's family
    each: m                             # the person's own row on the family card

    schedule: {every: year, due: {month: 8, day: 15}, tz: "+07:00", from: 2026-01-01, until: 2026-12-31}

    # Whom other rules surely refuse need not wait for a fact: put what is known first.
    eligible:
    - id: siswa
      say: {id: "Terdaftar sebagai siswa SD", en: "Enrolled in primary school"}
      when: "m.school == 'SD'"
    - id: diusulkan
      say: {id: "Diusulkan sekolah", en: "Proposed by the school"}
      when: "student.proposed"

    choose: highest-per-member
    pay:
    - id: sd
      say: {id: "Siswa SD", en: "Primary pupil"}
      amount: 450000
      when: "student.school == 'SD'"

    """

  private static let event = """

    unit: family
    facts: {family: dtsen.family/1}

    # Three of five distinct sources must attest the same event within six hours; the regions are those that three name.
    trigger:
      oracle: {feed: bmkg.quake/1, quorum: "3 of 5", within: PT6H}
      when: "event.magnitude_x10 >= 60"
      instalments: [P0D, P30D]          # paid at once, and again after thirty days
      tz: "+07:00"
      from: 2026-01-01
      until: 2026-12-31

    eligible:
    - id: terdampak
      say: {id: "Tinggal di wilayah terdampak", en: "Lives in an affected region"}
      when: "affected"

    choose: sum
    pay:
    - id: keluarga
      say: {id: "Bantuan per keluarga", en: "For the family"}
      amount: 1000000
      when: "true"

    """

  private static let foot = """

    # Where it may be spent. With 'allow: [{mcc: ["5411"]}]' at grocers only, and then usually 'cash_out: false'.
    spend: {cash_out: true, cash_out_fee: 0, expires: P90D, unspent: return-to-fund}
    appeal: {window: P30D}              # how long a decision may be appealed, and late facts may change it

    """
}
