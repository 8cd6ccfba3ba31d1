import Coding
import Ledger
import Model

/// Whom to ask where a fact is wrong: nobody chooses what is known about them, but everybody may have it corrected.
public struct FactSources: Sendable {
  private let agencies: [Agency]

  public init(_ state: borrowing LedgerState) {
    agencies = state.agencies.map(\.agency)
  }

  /// A line for each source of what these traces want to be otherwise.
  public func remarks(_ changes: [DecisionTrace.Change], _ language: Language) -> [String] {
    var schemas: [Text] = []
    for change in changes {
      if let schema = change.subject.schema, !schemas.contains(schema) { schemas.append(schema) }
    }
    var remarks = schemas.compactMap { schema -> String? in
      let sources = agencies.filter { agency in
        agency.schemas.contains { schema.utf8.starts(with: $0.utf8 + [UInt8(ascii: "/")]) }
      }
      return sources.isEmpty ? nil : RemedyPhrase.attested(schema.string, names(sources, language)).text(language)
    }
    let registers = agencies.filter { $0.roles.contains(.identity) }
    if changes.contains(where: { $0.subject.kind == .home }), !registers.isEmpty {
      remarks.append(RemedyPhrase.registered(names(registers, language)).text(language))
    }
    return remarks
  }

  private func names(_ agencies: [Agency], _ language: Language) -> String {
    agencies.map { "\($0.title.text(language)) (\($0.name))" }.joined(separator: ", ")
  }
}
