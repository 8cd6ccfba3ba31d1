import Coding

/// Findings as they come. A directory made to deceive can hold millions: so many are kept, all are counted.
struct Findings: Sendable {
  private(set) var kept: [Finding] = []
  private(set) var count: UInt64 = 0

  static let limit = 1000

  mutating func add(_ finding: Finding) {
    if kept.count < Self.limit { kept.append(finding) }
    count += 1
  }

  mutating func add(_ findings: [Finding]) {
    for finding in findings { add(finding) }
  }

  mutating func add(_ code: Finding.Code, _ place: Finding.Place, _ detail: String? = nil) {
    add(Finding(code, place, detail))
  }

  mutating func add(_ code: Finding.Code, _ place: Finding.Place, _ detail: Phrase) {
    add(Finding(code, place, detail))
  }
}
