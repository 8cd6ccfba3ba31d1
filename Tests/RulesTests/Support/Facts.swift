import Coding
import Rules

/// A small family schema with every kind of field, and rules' usual inputs.
enum Facts {
  static let member = RecordType(
    name: "test.member", version: 1,
    fields: [
      .init("born", .date),
      .init("job", .enumeration(["none", "ASN", "TNI", "POLRI", "farmer"])),
      .init("attendance", .int(min: 0, max: 100), optional: true),
      .init("pregnancy", .int(min: 0, max: 300)),
      .init("disabled", .bool, optional: true),
      .init("nick", .text(maxBytes: 12), optional: true),
    ])
  static let family = RecordType(
    name: "test.family", version: 1,
    fields: [
      .init("decile", .int(min: 1, max: 10), optional: true),
      .init("region", .region),
      .init("income", .rupiah, optional: true),
      .init("assets", .int(min: 0, max: 5_000_000_000)),
      .init("since", .date),
      .init("code", .enumeration((1...300).map { Text("C\($0)") }), optional: true),
      .init("members", .records(member, max: 8)),
    ])

  /// `family`, `m` (one member), `due`, `now`, and the series PKH and BLT.
  static let environment: Environment = {
    var environment = Environment(series: ["id.pkh", "id.blt"])
    try! environment.declare("family", .record(family))
    try! environment.declare("m", .record(member))
    try! environment.declare("due", .date)
    try! environment.declare("now", .timestamp)
    return environment
  }()

  static func memberValue(
    born: String? = "2015-03-01", job: String? = "none", attendance: Int64? = 90, pregnancy: Int64? = 0,
    disabled: Bool? = false, nick: String? = nil
  ) -> Value {
    .record(
      member,
      [
        born.map { .date(CivilDate($0)!) }, job.map { .string(Text($0)) }, attendance.map { .int($0) },
        pregnancy.map { .int($0) }, disabled.map { .bool($0) }, nick.map { .string(Text($0)) },
      ])
  }

  static func familyValue(
    decile: Int64? = 3, region: String? = "53.15.06.2001", income: Int64? = 1_200_000, assets: Int64? = 10,
    since: String? = "2020-02-29", code: String? = "C300", members: [Value]? = [memberValue()]
  ) -> Value {
    .record(
      family,
      [
        decile.map { .int($0) }, region.map { .region(Region($0)!) }, income.map { .rupiah($0) },
        assets.map { .int($0) }, since.map { .date(CivilDate($0)!) }, code.map { .string(Text($0)) },
        members.map { .list($0) },
      ])
  }

  static let variables: [(String, Value)] = [
    ("family", familyValue()), ("m", memberValue()), ("due", .date(CivilDate("2026-02-10")!)),
    ("now", .timestamp(Timestamp("2026-02-10T01:02:03.5Z")!)),
  ]
}
