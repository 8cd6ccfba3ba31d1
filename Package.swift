// swift-tools-version: 6.2
import PackageDescription

/// Generic code across targets runs several times faster when it can be specialised there.
let fast: [SwiftSetting] = [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]

/// Core also compiles as Embedded Swift for the phone: what that dialect forbids is an error here already.
let core: [SwiftSetting] = fast + [.treatWarning("EmbeddedRestrictions", as: .error)]

let package = Package(
  name: "salur",
  products: [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.24.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Core: the server and the phone
    .target(name: "Coding", path: "Sources/Core/Coding", swiftSettings: core),
    .target(name: "Signing", dependencies: ["Coding"], path: "Sources/Core/Signing", swiftSettings: core),
    .target(name: "Transparency", dependencies: ["Signing"], path: "Sources/Core/Transparency", swiftSettings: core),
    .target(name: "Rules", dependencies: ["Coding"], path: "Sources/Core/Rules", swiftSettings: core),
    .target(name: "Model", dependencies: ["Rules", "Signing"], path: "Sources/Core/Model", swiftSettings: core),
    .target(
      name: "Programmes", dependencies: ["Model", "Rules"], path: "Sources/Core/Programmes", swiftSettings: core),
    .target(
      name: "Records", dependencies: ["Model", "Transparency"], path: "Sources/Core/Records", swiftSettings: core),

    .target(name: "Wallet", dependencies: ["Records"], path: "Sources/Core/Wallet", swiftSettings: core),

    // Platform: what the machine gives
    .target(name: "CSHA256", path: "Sources/Platform/CSHA256"),
    .target(
      name: "Platform",
      dependencies: [
        "Signing", "CSHA256", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      path: "Sources/Platform/Platform", swiftSettings: fast),

    .target(
      name: "RecordEncryption",
      dependencies: ["Platform", "Records", .product(name: "Crypto", package: "swift-crypto")],
      path: "Sources/Platform/RecordEncryption", swiftSettings: fast),

    // Ledger: the deterministic state machine
    .target(name: "Ledger", dependencies: ["Programmes", "Records"], path: "Sources/Ledger", swiftSettings: core),

    // Node: everything with IO
    .target(name: "Storage", dependencies: ["Platform", "Records"], path: "Sources/Node/Storage", swiftSettings: fast),
    .target(name: "Journal", dependencies: ["Storage"], path: "Sources/Node/Journal", swiftSettings: fast),
    .target(
      name: "Vault", dependencies: ["RecordEncryption", "Storage"], path: "Sources/Node/Vault", swiftSettings: fast),
    .target(
      name: "Engine", dependencies: ["Journal", "Ledger", "RecordEncryption", "Storage", "Vault"],
      path: "Sources/Node/Engine",
      swiftSettings: fast),

    .target(
      name: "Views",
      dependencies: [
        "Model", "Records", "Rules", "Signing", "Transparency", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Sources/Node/Views", swiftSettings: fast),

    .target(
      name: "Outbound", dependencies: ["Platform"], path: "Sources/Node/Outbound", swiftSettings: fast,
      // FoundationNetworking is made of it.
      linkerSettings: [.linkedLibrary("curl")]),

    // What every server of ours does with connections
    .target(
      name: "Connections",
      dependencies: [
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ],
      path: "Sources/Node/Connections", swiftSettings: fast),

    .target(
      name: "Witness",
      dependencies: [
        "Connections", "Storage", "Transparency", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "Sources/Node/Witness", swiftSettings: fast),

    .target(
      name: "Events", dependencies: ["Engine", "Presentation"], path: "Sources/Node/Events", swiftSettings: fast),

    .target(
      name: "Push",
      dependencies: [
        "Events", "Outbound", "Platform", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "Sources/Node/Push", swiftSettings: fast),

    // Keys under a passphrase or a PIN
    .target(
      name: "Sealing", dependencies: ["Platform", "Presentation", "Wallet"], path: "Sources/Node/Sealing",
      swiftSettings: fast),

    .target(
      name: "Identity",
      dependencies: [
        "Model", "Platform", "Presentation", "Sealing", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"), .product(name: "X509", package: "swift-certificates"),
      ],
      path: "Sources/Node/Identity", swiftSettings: fast),

    // People into wallets over HTTP: the registration service, the agencies' evaluators, a mock issuer
    .target(
      name: "IdentityService",
      dependencies: [
        "Connections", "Identity", "Outbound", "Platform", "Presentation", "Wallet",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "Sources/Node/IdentityService", swiftSettings: fast),

    // The same values as JSON, for programs, and what programs and people are shown alike
    .target(
      name: "Presentation", dependencies: ["Ledger", "Records"], path: "Sources/Presentation", swiftSettings: fast),

    .target(
      name: "Service",
      dependencies: [
        "Connections", "Engine", "Events", "Outbound", "Presentation", "Push", "Storage", "Views", "Wallet",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"), .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "Sources/Node/Service", swiftSettings: fast),

    // Documents: people's files
    .target(
      name: "Documents", dependencies: ["Programmes", .product(name: "Yams", package: "Yams")],
      path: "Sources/Documents", swiftSettings: fast),

    // Audit: recomputes everything, trusts nobody
    .target(
      name: "Audit", dependencies: ["Ledger", "Records", "Platform", "RecordEncryption"], path: "Sources/Audit",
      swiftSettings: fast),

    // Apps: they compose, they decide nothing
    .executableTarget(
      name: "salur",
      dependencies: [
        "Audit", "Documents", "Engine", "Events", "Identity", "IdentityService", "Outbound", "Presentation",
        "RecordEncryption", "Sealing", "Service", "Vault", "Views", "Wallet", "Witness",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Sources/Apps/salur", swiftSettings: fast),

    // Fuzzing: docs/FUZZING.md
    .executableTarget(name: "salur-fuzz", dependencies: ["Documents", "Rules", "TestSupport"], path: "Fuzz"),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "CodingTests", dependencies: ["Coding", "TestSupport"]),
    .testTarget(name: "SigningTests", dependencies: ["Signing", "TestSupport"]),
    .testTarget(name: "TransparencyTests", dependencies: ["Transparency", "TestSupport"]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(name: "RulesTests", dependencies: ["AllocationCounter", "Documents", "Rules", "TestSupport"]),
    .testTarget(name: "ModelTests", dependencies: ["Model", "TestSupport"]),
    .testTarget(name: "DocumentsTests", dependencies: ["Documents", "TestSupport"]),
    .testTarget(name: "PlatformTests", dependencies: ["Platform", "StorageSupport", "TestSupport"]),
    .testTarget(name: "RecordsTests", dependencies: ["Records", "Platform", "TestSupport"]),
    .target(name: "StorageSupport", dependencies: ["Storage", "TestSupport"], path: "Tests/StorageSupport"),
    .testTarget(name: "JournalTests", dependencies: ["Journal", "StorageSupport"]),
    .testTarget(name: "ViewsTests", dependencies: ["Views", "TestSupport"]),
    .testTarget(name: "VaultTests", dependencies: ["RecordEncryption", "Vault", "StorageSupport"]),
    .testTarget(name: "LedgerTests", dependencies: ["Documents", "Ledger", "Platform", "TestSupport"]),
    .testTarget(
      name: "AuditTests",
      dependencies: ["Audit", "Journal", "RecordEncryption", "Vault", "StorageSupport", "TestSupport"]),
    .target(
      name: "EngineSupport", dependencies: ["Audit", "Engine", "StorageSupport"], path: "Tests/EngineSupport"),
    .testTarget(
      name: "EngineTests", dependencies: ["EngineSupport", "TestSupport"], exclude: ["Golden"]),
    .testTarget(name: "EventsTests", dependencies: ["EngineSupport", "Events", "TestSupport"]),
    .target(
      name: "PushSupport", dependencies: ["Push", .product(name: "Crypto", package: "swift-crypto")],
      path: "Tests/PushSupport"),
    .testTarget(name: "PushTests", dependencies: ["PushSupport", "StorageSupport"]),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "EngineSupport", "PushSupport", "Service", "ServiceSupport", "TestSupport", "Views",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"), .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    .testTarget(name: "WalletTests", dependencies: ["EngineSupport", "ServiceSupport", "TestSupport", "Wallet"]),
    .target(
      name: "ServiceSupport",
      dependencies: [
        "EngineSupport", "Outbound", "Presentation", "Service", "Wallet",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/ServiceSupport"),
    .testTarget(
      name: "WitnessTests",
      dependencies: [
        "EngineSupport", "Outbound", "Service", "ServiceSupport", "StorageSupport", "TestSupport", "Wallet", "Witness",
        .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
      ]),
    .target(
      name: "IdentitySupport",
      dependencies: [
        "Identity", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"), .product(name: "X509", package: "swift-certificates"),
      ],
      path: "Tests/IdentitySupport"),
    .testTarget(
      name: "IdentityTests",
      dependencies: [
        "Identity", "IdentitySupport", "StorageSupport", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"), .product(name: "X509", package: "swift-certificates"),
      ]),
    .testTarget(name: "SealingTests", dependencies: ["Sealing", "StorageSupport", "TestSupport"]),
    .testTarget(
      name: "IdentityServiceTests",
      dependencies: [
        "EngineSupport", "IdentityService", "IdentitySupport", "Outbound", "ServiceSupport", "StorageSupport",
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(
      name: "SalurTests",
      dependencies: [
        "Audit", "Engine", "EngineSupport", "Outbound", "Sealing", "ServiceSupport", "StorageSupport", "TestSupport",
        "Wallet",
      ]),
    .testTarget(name: "FormatsTests", dependencies: ["Documents", "Ledger", "RecordEncryption"]),
    .testTarget(name: "TidyTests"),
  ]
)
