// swift-tools-version: 6.3
import PackageDescription

/// One list of settings for every target, so that no room is built by other rules than its neighbours.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Optimised in debug builds too: tests play days of drills through these rooms.
let quick: [SwiftSetting] = house + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The two rooms of the screen run on the main actor: ncurses is single-threaded, and the screen is one thread.
let screen: [SwiftSetting] = house + [.defaultIsolation(MainActor.self)]

func library(_ name: String, apt: String) -> Target {
  .systemLibrary(name: name, path: "Sources/CLibraries/\(name)", providers: [.apt([apt])])
}

func room(
  _ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = house,
  resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["SitrepTestKit"], exclude: exclude, resources: resources,
    swiftSettings: house)
}

let package = Package(
  name: "sitrep",
  targets: [
    // MARK: C libraries
    .target(name: "CLinux", path: "Sources/CLibraries/CLinux"),
    library("CNcurses", apt: "libncurses-dev"),
    library("CCurl", apt: "libcurl4-openssl-dev"),
    library("CMicrohttpd", apt: "libmicrohttpd-dev"),
    library("CSQLite", apt: "libsqlite3-dev"),
    library("CFyaml", apt: "libfyaml-dev"),
    library("COpenSSL", apt: "libssl-dev"),
    library("CExpat", apt: "libexpat1-dev"),
    library("CVterm", apt: "libvterm-dev"),
    library("CZlib", apt: "zlib1g-dev"),

    // MARK: Rooms
    room("SitrepCore", [], settings: quick),
    room("SitrepHTTP", ["CCurl", "CMicrohttpd", "CLinux"]),
    room(
      "SitrepAdapters",
      ["SitrepCore", "SitrepHTTP", "CSQLite", "CFyaml", "CExpat", "COpenSSL", "CLinux", "CZlib"],
      settings: quick),
    room("SitrepEngine", ["SitrepCore"]),
    room("SitrepGateway", ["SitrepCore", "SitrepHTTP", "SitrepAdapters"]),
    room(
      "SitrepSimulator", ["SitrepCore", "SitrepHTTP", "COpenSSL"], settings: quick,
      resources: [.embedInCode("Drills")]),
    room("SitrepTerminal", ["CNcurses", "CLinux"], settings: screen),
    room("SitrepDashboard", ["SitrepCore", "SitrepTerminal"], settings: screen),
    .executableTarget(
      name: "sitrep",
      dependencies: [
        "SitrepCore", "SitrepHTTP", "SitrepAdapters", "SitrepEngine", "SitrepGateway", "SitrepSimulator",
        "SitrepTerminal", "SitrepDashboard",
      ],
      resources: [.embedInCode("Themes")],
      swiftSettings: house),

    .executableTarget(
      name: "sitrep-bench",
      dependencies: ["SitrepCore", "SitrepAdapters", "SitrepTerminal", "SitrepDashboard"],
      path: "Benchmarks/Program", swiftSettings: house),

    // MARK: Tests
    .target(
      name: "SitrepTestKit", dependencies: ["CVterm", "CLinux"], path: "Tests/SitrepTestKit",
      swiftSettings: house),
    tests("SitrepCoreTests", ["SitrepCore"], exclude: ["Postmortem/outage.md"]),
    tests("SitrepHTTPTests", ["SitrepHTTP"]),
    tests(
      "SitrepAdaptersTests", ["SitrepAdapters", "SitrepCore", "SitrepHTTP", "SitrepSimulator"],
      resources: [.copy("Payloads")]),
    tests("SitrepEngineTests", ["SitrepEngine", "SitrepCore"]),
    tests(
      "SitrepGatewayTests",
      ["SitrepGateway", "SitrepCore", "SitrepHTTP", "SitrepSimulator", "SitrepAdapters"]),
    tests(
      "SitrepSimulatorTests", ["SitrepSimulator", "SitrepCore", "SitrepHTTP", "CFyaml"],
      resources: [.embedInCode("Recorded")]),
    tests("SitrepTerminalTests", ["SitrepTerminal"]),
    tests("SitrepDashboardTests", ["SitrepDashboard", "SitrepCore", "SitrepTerminal"]),
    .target(
      name: "SitrepFuzz", dependencies: ["SitrepCore", "SitrepHTTP", "SitrepAdapters", "SitrepTerminal"],
      path: "Tests/Fuzz/Parsers", swiftSettings: house),
    tests("SitrepFuzzTests", ["SitrepFuzz"]),
    tests("SitrepProgramTests", ["SitrepCore", "SitrepHTTP", "SitrepAdapters", "SitrepSimulator", "sitrep"]),
  ],
  swiftLanguageModes: [.v6]
)

// The program of `make fuzz` has libFuzzer's `main`, so it is built for that alone.
if Context.environment["SITREP_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "sitrep-fuzz", dependencies: ["SitrepFuzz"], path: "Tests/Fuzz/Program",
      swiftSettings: house + [.unsafeFlags(["-parse-as-library"])]))
}
