import Coding
import Documents
import Presentation

/// What is wrong or odd with files, in the form editors and code hosts read (OASIS SARIF 2.1.0).
struct SARIF {
  private var results: [JSON] = []

  mutating func add(_ problems: DocumentError, _ language: Language) {
    for problem in problems.diagnostics { add(problem, level: "error", language) }
  }

  mutating func add(_ remarks: [PlacedRemark], _ language: Language) {
    for placed in remarks {
      add(placed.diagnostic, level: placed.remark.isWarning ? "warning" : "note", language)
    }
  }

  private mutating func add(_ diagnostic: Diagnostic, level: JSON, _ language: Language) {
    let text = diagnostic.message.text(language) + "; " + diagnostic.remedy.text(language)
    results.append([
      "ruleId": "salur/programme", "level": level, "message": ["text": .string(text)],
      "locations": [
        [
          "physicalLocation": [
            "artifactLocation": ["uri": .string(diagnostic.file)],
            "region": ["startLine": JSON(diagnostic.place.line), "startColumn": JSON(diagnostic.place.column)],
          ]
        ]
      ],
    ])
  }

  var json: JSON {
    [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "salur", "version": "0.1.0",
              "rules": [["id": "salur/programme", "shortDescription": ["text": "programme documents"]]],
            ]
          ],
          "columnKind": "unicodeCodePoints", "results": .array(results),
        ]
      ],
    ]
  }
}
