import Ledger

/// How rows of the state are laid out. The module Model is not imported: it has member rows of its own.
extension Tables {
  static let rows = table(
    ["table", "bytes a row", "rows a leaf"],
    [
      row("accounts", AccountRow.self), row("credentials", CredentialRow.self), row("lanes", LaneRow.self),
      row("persons", PersonRow.self), row("members", MemberRow.self), row("moves", MoveRow.self),
      row("merchants", MerchantRow.self), row("payments", PaymentRow.self), row("payment parts", PaymentPartRow.self),
      row("settlements", SettlementRow.self), row("facts, one table a schema", FactRow.self),
      row("entitlements, one table a cycle", EntitlementRow.self),
    ])

  private static func row<Row: TableRecord>(_ name: String, _: Row.Type) -> [String] {
    [name, "\(Row.encodedLength)", "\(Row.rowsPerLeaf)"]
  }
}
