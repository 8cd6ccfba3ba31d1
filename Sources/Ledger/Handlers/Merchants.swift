import Coding
import Model
import Records
import Signing

// Shops: licensed, suspended, paid by one another, settled to their banks.

extension LedgerState {
  mutating func registerMerchant(
    _ shop: Shop, key: PublicKey, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.licensing, context)
    guard !shop.name.utf8.isEmpty, shop.region.level == .village else { throw .malformedShop }
    if let owner = shop.owner {
      guard let head = account(owner), head.kind == .family else { throw .ownerUnknown }
    }
    // must succeed below
    let number = AccountNumber(UInt32(accounts.count))
    var head = AccountRow()
    head.kind = .merchant
    head.office = UInt32(merchants.count)
    head.region = shop.region.raw
    head.registeredAt = block.height
    // A shop's salt follows from the command that brought it: unguessable, since that carries a random nonce.
    head.salt = Salt(Array(SHA256.hash(Array("salur/shop-salt/v1".utf8) + context.id.digest.bytes).bytes.prefix(16)))!
    accounts.append(head)
    money.addAccount()
    appendCredential(key, to: number)
    var row = MerchantRow()
    row.account = number
    row.category = shop.category.code
    row.owner = shop.owner ?? .none
    row.region = shop.region.raw
    row.shop = SHA256.hash(shop.encoded)
    merchants.append(row)
    shops.append(shop)
    return block.entries.append(context.receipt(.merchantRegistered, account: number, time: block.time))
  }

  /// Licenses a shop for what it may sell and whether it may hand out cash. It replaces an earlier licence.
  mutating func license(
    _ number: AccountNumber, licences: [Text], cashAgent: Bool, _ context: CommandContext,
    block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.licensing, context)
    guard let head = account(number), head.kind == .merchant else { throw .notAMerchant }
    let new = licences.indices.filter {
      !licenceClasses.contains(licences[$0]) && !licences[..<$0].contains(licences[$0])
    }
    guard licenceClasses.count + new.count <= 64 else { throw .malformedShop }
    // must succeed below
    licenceClasses += new.map { licences[$0] }
    let bits = licences.reduce(0 as UInt64) { $0 | 1 << UInt64(licenceClasses.firstIndex(of: $1)!) }
    merchants.update(Int(head.office)) { row in
      row.licensed = true
      row.licences = bits
      row.cashAgent = cashAgent
    }
    return block.entries.append(context.receipt(.merchantLicensed, account: number, time: block.time))
  }

  mutating func suspend(
    _ number: AccountNumber, _ suspended: Bool, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.licensing, context)
    guard let head = account(number), head.kind == .merchant else { throw .notAMerchant }
    // must succeed below
    merchants.update(Int(head.office)) { $0.suspended = suspended }
    return block.entries.append(context.receipt(.merchantSuspended, account: number, time: block.time))
  }

  /// Takings pay another shop's goods.
  mutating func paySupplier(
    _ amount: Rupiah, to supplier: AccountNumber, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard amount > .zero else { throw .amountNotPositive }
    _ = try openShop(context.by)
    _ = try openShop(supplier)
    guard supplier != context.by else { throw .sameAccount }
    guard money.takings(of: context.by) >= amount.amount else { throw .takingsTooSmall }
    // must succeed below
    money.addTakings(-amount.amount, to: context.by)
    money.addTakings(amount.amount, to: supplier)
    return block.entries.append(
      context.receipt(.supplierPayment, other: supplier, amount: amount, time: block.time))
  }

  mutating func requestSettlement(
    _ amount: Rupiah, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard amount > .zero else { throw .amountNotPositive }
    guard context.account.kind == .merchant else { throw .notAMerchant }
    guard money.takings(of: context.by) >= amount.amount else { throw .takingsTooSmall }
    // must succeed below
    money.addTakings(-amount.amount, to: context.by)
    treasury.inSettlement += amount.amount
    let entry = block.entries.append(context.receipt(.settlementRequested, amount: amount, time: block.time))
    var row = SettlementRow()
    row.entry = entry
    row.merchant = context.by
    row.amount = amount.amount
    settlements.append(row)
    return entry
  }

  /// The bank's word: settled money leaves the ledger, failed money is the shop's again.
  mutating func confirmSettlement(
    _ request: UInt64, settled: Bool, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    _ = try requireRole(.settlement, context)
    guard let row = settlements.row(ofEntry: request) else { throw .unknownSettlement }
    let settlement = settlements[row]
    guard settlement.status == .open else { throw .settlementClosed }
    // must succeed below
    settlements.update(row) { $0.status = settled ? .settled : .failed }
    treasury.inSettlement -= settlement.amount
    if settled {
      treasury.redeemed += settlement.amount
    } else {
      money.addTakings(settlement.amount, to: settlement.merchant)
    }
    var receipt = context.receipt(
      settled ? .settlementConfirmed : .settlementFailed, account: settlement.merchant,
      amount: Rupiah(settlement.amount), time: block.time)
    receipt.reference = request
    return block.entries.append(receipt)
  }
}
