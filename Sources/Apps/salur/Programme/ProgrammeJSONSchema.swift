import ArgumentParser
import Model
import Presentation
import Rules

struct ProgrammeSchema: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of programmes, by which editors complete and check them as they are typed.",
    discussion: """
      It says what the form looks like; whether the rules mean anything says 'programme check'. The same file is \
      docs/schema/programme.schema.json.
      """)

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    console.output.write(
      (console.isJSON ? ProgrammeJSONSchema.document.text : ProgrammeJSONSchema.document.pretty) + "\n")
  }
}

/// The form of a programme in JSON Schema (draft 2020-12). Words and limits come from the model, where it has them.
enum ProgrammeJSONSchema {
  static let document: JSON = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://salur.example/schema/programme.schema.json",
    "title": "Salur programme", "type": "object", "additionalProperties": false,
    "required": ["programme", "version", "title", "fund", "unit", "facts", "choose", "pay", "spend", "appeal"],
    "oneOf": [["required": ["schedule"]], ["required": ["trigger"]]],
    "properties": [
      "programme": text(
        "The series: its stable name across versions, its owner's prefix first", pattern: "^[a-z0-9-]+(\\.[a-z0-9-]+)+$"
      ),
      "version": text("Any text, in quotes"),
      "title": words("The name for people"),
      "fund": fields(
        "What it may cost", required: ["cap", "on_shortfall"],
        [
          "cap": rupiah("The most it may ever be funded with", from: 1),
          "on_shortfall": choice("What happens when a cycle needs more than there is", ["wait", "share"]),
        ]),
      "unit": choice("Whom it decides about", RegistrantUnit.allCases.map { "\($0)" }),
      "facts": [
        "description": "The names rules use, and the schema of each", "type": "object", "minProperties": 1,
        "maxProperties": 8, "additionalProperties": schemaName,
      ],
      "schedule": schedule, "trigger": trigger,
      "eligible": [
        "description": "All must hold; the first that does not is the reason people are told", "type": "array",
        "maxItems": 64, "items": eligible,
      ],
      "each": text("The name for one member, whom payment rules are then asked about"),
      "choose": choice(
        "Which payments count where several hold", ["highest", "highest-per-member", "sum"]),
      "pay": [
        "description": "An amount each, paid where its rule holds", "type": "array", "minItems": 1, "maxItems": 64,
        "items": pay,
      ],
      "limits": limits, "spend": spend,
      "appeal": fields(
        "Appeals and late facts", required: ["window"],
        [
          "window": period("How long after the due day they may still change a decision"),
          "answer": period("How long a decider has; what lies longer goes on to the next. P14D where left out"),
          "deciders": deciders, "escalate": text("The agency that answers what others let lie; else the owner"),
        ]),
    ],
  ]

  private static let deciders: JSON = [
    "description": "Who answers appeals from which region; elsewhere the owner does", "type": "array", "maxItems": 600,
    "items": fields(
      "One region's decider", required: ["region", "agency"],
      ["region": text("A region's code in quotes"), "agency": text("The agency's name on the ledger")]),
  ]

  // MARK: Parts

  private static let eligible = fields(
    "A condition", required: ["id", "say", "when"],
    ["id": text("Its name, unique in the programme"), "say": words("What people are told"), "when": expression])

  private static let pay = fields(
    "A payment", required: ["id", "amount", "when"],
    [
      "id": text("Its name, unique in the programme"), "say": words("What people are told"),
      "amount": rupiah("Whole rupiah", from: 1), "group": text("The group whose limit it counts against"),
      "when": expression,
    ])

  private static let schedule = fields(
    "Calendar cycles", required: ["every", "due", "tz", "from", "until"],
    [
      "every": choice("How long a cycle is", Schedule.Every.allCases.map { "\($0)" }),
      "due": fields(
        "The day within a cycle", required: ["day"],
        [
          "month": integer("The month within the cycle, from 1", 1, 12),
          "day": integer("The day; past the month's end it is the last one", 1, 31),
        ]),
      "tz": text("A fixed offset from UTC", pattern: "^[+-][0-9]{2}:[0-9]{2}$"), "from": date("The first day"),
      "until": date("The last day"),
    ])

  private static let trigger = fields(
    "Cycles that an event sets off", required: ["oracle", "tz", "from", "until"],
    [
      "oracle": fields(
        "Who says that it happened", required: ["feed", "quorum", "within"],
        [
          "feed": schemaName,
          "quorum": text("How many sources of how many", pattern: "^[0-9]{1,3} of [0-9]{1,3}$"),
          "within": period("The time they have"),
        ]),
      "when": expression,
      "instalments": [
        "description": "One cycle each, this long after the quorum", "type": "array", "minItems": 1, "maxItems": 24,
        "items": period("After the quorum"),
      ],
      "tz": text("A fixed offset from UTC", pattern: "^[+-][0-9]{2}:[0-9]{2}$"), "from": date("The first day"),
      "until": date("The last day"),
    ])

  private static let limits = fields(
    "How many payments one registrant may have",
    [
      "group": [
        "description": "At most so many payments of each group", "type": "object",
        "additionalProperties": integer("Payments", 1, 255),
      ],
      "members": integer("From at most so many members", 1, 255),
      "order": choice("Which count first", ["amount-desc-then-member"]),
    ])

  private static let spend = fields(
    "Where the vouchers may be spent", required: ["cash_out", "expires"],
    [
      "cash_out": ["description": "Whether a cash agent may pay it out", "type": "boolean"],
      "cash_out_fee": rupiah("The most that may cost", from: 0),
      "allow": [
        "description": "Shop categories; without it any licensed shop will do", "type": "array", "maxItems": 32,
        "items": fields(
          "Shops", required: ["mcc"],
          [
            "mcc": [
              "description": "Merchant category codes, in quotes", "type": "array", "minItems": 1, "maxItems": 32,
              "items": text("Four digits in quotes", pattern: "^[0-9]{4}$"),
            ],
            "licence": text("The licence the shop must hold"),
          ]),
      ],
      "expires": period("From the due day; the last day counts to its end"),
      "unspent": choice("What happens to what is left", ["return-to-fund"]),
    ])

  // MARK: Values

  private static let expression: JSON = [
    "description": "A rule in salur-cel/1: true or false", "type": ["string", "boolean"], "minLength": 1,
    "maxLength": JSON(Profile.maxCodePoints),
  ]

  private static let schemaName = text("A fact schema, name/version", pattern: "^[^/]+/[0-9]+$")

  private static func fields(_ description: String, required: [String] = [], _ properties: JSON) -> JSON {
    [
      "description": .string(description), "type": "object", "additionalProperties": false,
      "required": .array(required.map { .string($0) }), "properties": properties,
    ]
  }

  private static func text(_ description: String, pattern: String? = nil) -> JSON {
    var members: [(String, JSON)] = [
      ("description", .string(description)), ("type", "string"), ("minLength", 1),
    ]
    if let pattern { members.append(("pattern", .string(pattern))) }
    return .object(members.map { JSON.Member(key: $0.0, value: $0.1) })
  }

  private static func words(_ description: String) -> JSON {
    fields(
      description, required: ["id"],
      ["id": text("In Indonesian"), "en": text("In English; the Indonesian text where it is left out")])
  }

  private static func rupiah(_ description: String, from least: Int64) -> JSON {
    integer(description + "; digits only, no separators", least, 9_000_000_000_000_000)
  }

  private static func integer(_ description: String, _ min: Int64, _ max: Int64) -> JSON {
    ["description": .string(description), "type": "integer", "minimum": .int(min), "maximum": .int(max)]
  }

  private static func choice(_ description: String, _ words: [String]) -> JSON {
    ["description": .string(description), "enum": .array(words.map { .string($0) })]
  }

  private static func period(_ description: String) -> JSON {
    text(description + ": days as P90D, hours as PT6H", pattern: "^P([0-9]+D|T[0-9]+H)$")
  }

  private static func date(_ description: String) -> JSON {
    text(description + ", as 2026-01-31", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
  }
}
