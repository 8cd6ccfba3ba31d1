/// The schemas that several answers share, by name.
extension Schema {
  static let components: [(name: String, schema: Schema)] =
    [
      (
        "Problem",
        .object([
          "type": .text("uri"), "status": .integer, "title": .string, "title_id": .string, "detail?": .string,
          "detail_id?": .string, "retry": .boolean, "rejection?": .named("Rejection"),
        ])
      ),
      ("Rejection", .object(["code": .integer, "name": .string])),
      ("Words", .object(["indonesian": .string, "english": .string])),
      ("Key", .object(["did": .string, "algorithm": .string])),
      ("Credential", .object(["number": .integer, "isLive": .boolean, "key": .named("Key")])),
      (
        "Receipt",
        .object([
          "kind": .string, "mover": .string, "code": .integer, "credential": .integer, "account": .nullable(.string),
          "other": .nullable(.string), "person": .nullable(.integer), "voucherClass": .integer, "amount": .integer,
          "fee": .integer, "reference": .integer, "time": .text("date-time"), "digest": .string,
        ])
      ),
      (
        "CommandAnswer",
        .object([
          "status": .one(of: ["accepted", "rejected"]), "command": .string, "height": .integer,
          "entry": .nullable(.integer), "rejection": .nullable(.named("Rejection")),
          "receipt": .nullable(.named("Receipt")), "proof": .nullable(.string),
        ])
      ),
      (
        "Account",
        .object([
          "account": .string, "kind": .one(of: ["agency", "family", "merchant"]), "keys": .array(.named("Credential")),
          "agency?": .named("Agency"), "shop?": .named("Shop"), "family?": .named("Family"),
        ])
      ),
      (
        "Agency",
        .object([
          "name": .string, "title": .named("Words"), "roles": .array(.string), "threshold": .integer, "epoch": .integer,
          "seriesPrefix": .nullable(.string), "schemas": .array(.string),
        ])
      ),
      (
        "Shop",
        .object([
          "name": .string, "region": .string, "category": .string, "licences": .array(.string), "licensed": .boolean,
          "suspended": .boolean, "cashAgent": .boolean,
        ])
      ),
      (
        "Family",
        .object([
          "region": .nullable(.string), "registeredAt": .integer, "members": .integer,
          "frozenUntil": .nullable(.text("date-time")),
        ])
      ),
      (
        "Balance",
        .object([
          "account": .string, "free": .integer, "takings": .integer, "vouchers": .array(.named("Voucher")),
          "height": .integer,
        ])
      ),
      (
        "Voucher",
        .object(["series": .string, "cycle": .string, "expires": .text("date-time"), "amount": .integer])
      ),
      (
        "Lane",
        .object([
          "credential": .integer, "next": .integer, "lastCommand": .nullable(.string), "lastEntry": .nullable(.integer),
        ])
      ),
      (
        "Decision",
        .object([
          "person": .nullable(.integer), "series": .string, "cycle": .string, "verdict": .string,
          "reason": .nullable(.named("Words")), "entitled": .integer, "paid": .integer,
        ])
      ),
      (
        "Appeal",
        .object([
          "entry": .integer, "person": .nullable(.integer), "series": .string, "cycle": .string, "status": .string,
          "deadline": .text("date-time"),
        ])
      ),
      ("Explanation", explanation),
      (
        "Read",
        .object([
          "number": .integer, "time": .text("date-time"), "account": .string, "agency": .nullable(.named("Words")),
          "credential": .integer, "method": .string, "target": .string,
          "entries": .nullable(.object(["first": .integer, "end": .integer])), "previous": .string, "hash": .string,
        ])
      ),
    ] + publicComponents

  private static let explanation = Schema.object([
    "series": .string, "title": .named("Words"), "version": .string, "cycle": .nullable(.string), "due": .text("date"),
    "account": .string, "person": .nullable(.integer), "verdict": .string, "amount": .integer,
    "refusedBy": .nullable(.string),
    "cycleNumber": .nullable(.integer),
    "commitment": .nullable(
      .object(["programme": .string, "cutOff": .integer, "registrant": .integer, "decision": .string])),
    "facts": .array(
      .object(["name": .string, "schema": .string, "seal": .nullable(.string), "isErased": .boolean])),
    "rules": .array(
      .object([
        "rule": .string, "say": .named("Words"), "answer": .string, "waitsFor": .nullable(.string),
        "isWaived": .boolean, "reads": .array(reading), "remedies": .array(.array(change)),
      ])),
    "payments": .array(
      .object([
        "rule": .string, "say": .named("Words"), "amount": .integer, "member": .nullable(.integer), "answer": .string,
        "waitsFor": .nullable(.string), "use": .string, "reads": .array(reading), "remedies": .array(.array(change)),
      ])),
  ])

  private static let reading = Schema.object([
    "field": .string, "member": .nullable(.integer), "sealed": .boolean, "value": .nullable(.string),
    "wouldHaveToBe": .nullable(.string), "wouldHaveToBe_id": .nullable(.string),
  ])

  private static let change = Schema.object([
    "field": .string, "member": .nullable(.integer), "isOneMoreMember": .boolean, "wouldHaveToBe": .string,
    "wouldHaveToBe_id": .string,
  ])
}
