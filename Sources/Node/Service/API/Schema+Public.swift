import Rules

/// The schemas of what everybody may read: programmes, cycles, regions, shops, identifiers.
extension Schema {
  static let publicComponents: [(name: String, schema: Schema)] = [
    ("Lag", .object(["blocks": .integer, "entries": .integer, "height": .integer])),
    (
      "Programme",
      .object([
        "series": .string, "owner": .string, "title": .object(["id": .string, "en": .string]),
        "versions": .array(
          .object([
            "programme": .string, "version": .string, "state": .string, "starts": .nullable(.text("date-time")),
          ])), "cap": .integer, "funded": .integer, "returnedToTreasury": .integer, "retired": .boolean,
        "cycles": .integer, "paidRupiah": .integer,
      ])
    ),
    (
      "Cycle",
      .object([
        "id": .integer, "series": .string, "cycle": .string, "programme": .string,
        "stage": .one(of: ["opened", "decided", "waiting", "paid", "closed", "stopped"]), "due": .text("date"),
        "cutOff": .integer,
        "totals": .object([
          "decided": .integer, "entitled": .integer, "undecided": .integer, "refused": .array(.integer),
          "entitledRupiah": .integer, "paid": .integer, "paidRupiah": .integer,
        ]), "gap": .integer, "root": .nullable(.string), "entry": .integer, "time": .text("date-time"),
      ])
    ),
    (
      "Cell",
      .object([
        "region": .string, "withheld": .boolean, "families": .nullable(.integer), "rupiah": .nullable(.integer),
        "proof": .nullable(.string),
      ])
    ),
    (
      "Coverage",
      .object([
        "region": .string, "withheld": .boolean, "families": .nullable(.integer), "rupiah": .nullable(.integer),
        "proof": .nullable(.string), "series": .string, "cycle": .string, "due": .text("date"),
      ])
    ),
    (
      "NearShop",
      .object([
        "account": .string, "name": .string, "region": .string, "category": .string, "licences": .array(.string),
        "cashAgent": .boolean, "near": .nullable(.one(of: Region.Level.allCases.map { "\($0)" })),
      ])
    ),
    (
      "Witness",
      .object([
        "verifierKey": .string, "size": .integer, "problem": .nullable(.string), "problem_id": .nullable(.string),
      ])
    ),
    (
      "DIDDocument",
      .object([
        "@context": .array(.string), "id": .string,
        "verificationMethod?": .array(
          .object(["id": .string, "type": .string, "controller": .string, "publicKeyMultibase": .string])),
        "authentication?": .array(.string), "capabilityInvocation?": .array(.string),
        "assertionMethod?": .array(.string),
        "service?": .array(.object(["id": .string, "type": .string, "serviceEndpoint": .array(.string)])),
      ])
    ),
  ]
}
