/// Why the ledger did nothing: its exact answer to a command. Codes are append-only and never change their meaning.
///
/// When several apply, the one listed first is the answer, with three exceptions. What must travel beside the command
/// (110, 111) is asked before the freeze. A batch's shape (312–314) is asked before its rows. And which money a payment
/// takes (401, 402, 414) is asked last, behind the limits (421, 422, 423), for it depends on the shop. `docs/FORMATS.md` carries the table.
public enum Rejection: UInt16, Error, Sendable, CaseIterable {
  // 1xx the envelope
  case wrongNetwork = 100
  case unknownAccount = 101
  case unknownCredential = 102
  case credentialRevoked = 103
  case keyChanged = 104
  case sequenceUsed = 105
  case sequenceAhead = 106
  case expired = 107
  case validTooLong = 108
  case accountFrozen = 109
  case sealedMissing = 110
  case sealedMismatch = 111

  // 2xx authority
  case notPermitted = 200
  case approvalNeeded = 201
  case unknownProposal = 202
  case epochPassed = 203
  case alreadyApproved = 204
  case proposalExpired = 205
  case notProposable = 206
  case tooManyProposals = 207
  case notForThisCredential = 208
  case tooFewOfficers = 209
  case officerLimit = 210

  // 3xx accounts
  case malformedRegistration = 300
  case personAlreadyRegistered = 301
  case unknownRegion = 302
  case notAFamily = 303
  case alreadyClaimed = 304
  case tooManyCredentials = 306
  case lastCredential = 307
  case keyAlreadyUsed = 308
  case badThreshold = 309
  case notFrozen = 310
  case alreadyErased = 311
  case batchEmpty = 312
  case batchTooLarge = 313
  case batchRootMismatch = 314
  case malformedFamilyChange = 315
  case limitTooHigh = 317
  case notYourFreeze = 318
  case frozenRecently = 319
  case unknownPerson = 320
  case malformedCorrection = 321
  case tierNotHigher = 322

  // 4xx money
  case amountNotPositive = 400
  case insufficientFunds = 401
  case voucherNotAccepted = 402
  case notAMerchant = 403
  case merchantSuspended = 404
  case merchantUnlicensed = 405
  case ownShop = 406
  case sameAccount = 407
  case basketMismatch = 408
  case unknownPayment = 409
  case notYourPayment = 410
  case refundTooLarge = 411
  case refundTooLate = 412
  case notACashAgent = 413
  case feeTooHigh = 414
  case amountOverflow = 415
  case recipientNotAPerson = 417
  case unknownSettlement = 418
  case settlementClosed = 419
  case takingsTooSmall = 420
  case abovePaymentLimit = 421
  case aboveDayLimit = 422
  case notForHelper = 423

  // 5xx merchants
  case malformedShop = 500
  case ownerUnknown = 501

  // 6xx programmes
  case malformedProgramme = 600
  case programmeInvalid = 601
  case alreadyProposed = 602
  case unknownProgramme = 603
  case alreadyActive = 604
  case seriesTaken = 605
  case unknownSeries = 606
  case fundCapExceeded = 607
  case alreadyRetired = 608
  case unknownCycle = 609
  case cycleNotHoldable = 610
  case holdTooLong = 611
  case notSuperseding = 612
  case fundTooSmall = 613
  case fundStillOwed = 614
  case seriesNotYours = 615
  case tooManyDocuments = 616

  // 7xx facts
  case malformedSchema = 700
  case schemaExists = 701
  case unknownSchema = 702
  case schemaNotYours = 703
  case malformedFact = 704
  case unknownSubject = 705
  case memberNotInFamily = 706
  case validityInverted = 707
  case alreadyAttested = 708
  case unknownFact = 709
  case factErased = 710
  case notAnEvent = 711
  case malformedEvent = 712
  case eventRegionsMissing = 713
  case unknownEvent = 714
  case factNotYours = 715
  case tooManyFacts = 716

  // 8xx chain
  case badParameters = 800
  case badOfficers = 801
  case unknownProtocol = 802
  case heightPassed = 803
  case clockNotAhead = 804

  // 9xx appeals
  case nothingToAppeal = 900
  case appealTooLate = 901
  case alreadyAppealed = 902
  case malformedAppeal = 903
  case unknownAppeal = 904
  case appealClosed = 905
  case notYoursToDecide = 906
  case unknownRule = 907
  case noException = 908
  case sameOfficer = 909
  case tooManyAppeals = 910

  // 10xx recovery
  case noGuardians = 1000
  case notAGuardian = 1001
  case alreadySupports = 1002
  case unknownRecovery = 1003
  case recoveryClosed = 1004
  case recoveryOpen = 1005
  case alreadyVetoed = 1006
  case sameAgency = 1007
  case evidenceMismatch = 1008
  case notDisputed = 1009
  case tooManyRecoveries = 1010
  case agencyTooSmall = 1011
}

extension Rejection {
  /// Whether trying again, unchanged, may help. A transient answer never enters a block and uses no sequence number
  /// up; a final one does both, so that a refused payment cannot be replayed tomorrow.
  public var isTransient: Bool {
    switch self {
    case .wrongNetwork, .unknownAccount, .unknownCredential, .credentialRevoked, .keyChanged, .sequenceUsed,
      .sequenceAhead, .expired, .validTooLong, .sealedMissing, .sealedMismatch, .batchTooLarge:
      true
    default:
      false
    }
  }
}
