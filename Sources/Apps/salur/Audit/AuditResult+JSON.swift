import Audit
import Model
import Presentation

extension AuditResult {
  /// The answer for machines; findings carry both languages.
  var json: JSON {
    [
      "network": .string(network), "blocks": JSON(blocks), "unreplayedBlocks": JSON(unreplayedBlocks),
      "entries": JSON(entries), "commands": JSON(commands),
      "signatures": JSON(signatures), "sealedRecords": JSON(sealedRecords), "erasedRecords": JSON(erasedRecords),
      "closedRecords": JSON(closedRecords), "unnamedRecords": JSON(unnamedRecords),
      "snapshotsToForget": JSON(snapshotsToForget),
      "adoptedDecisions": JSON(adoptedDecisions), "adoptedRefusals": JSON(adoptedRefusals), "readings": JSON(readings),
      "checkpoints": JSON(checkpoints), "stateRoot": .string(stateRoot),
      "logRoot": .string(logRoot), "unfinished": JSON(unfinished, \.json), "clean": .bool(isClean),
      "findingCount": JSON(findingCount), "findings": .array(findings.map(\.json)),
    ]
  }
}

extension Finding {
  var json: JSON {
    [
      "code": .string(code.rawValue), "severity": .string(severity.rawValue), "place": place.json,
      "detail": JSON(detail) { .string($0.english) },
      "message": ["id": .string(text(.indonesian)), "en": .string(text(.english))],
    ]
  }
}

extension Finding.Place {
  var json: JSON {
    [
      "height": JSON(height) { JSON($0) }, "entry": JSON(entry) { JSON($0) }, "file": JSON(file) { .string($0) },
      "offset": JSON(offset) { JSON($0) },
    ]
  }
}
