// swift-tools-version: 6.2
import PackageDescription

/// Every target: Swift 6 mode, explicit existentials, internal imports by default, no warning survives.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// A library target and the tests that hold it; arrows point down the list.
func library(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict + settings)
}

/// A release on Linux is one file that needs nothing of the machine it is copied to, not even its C library, and starts in half the time.
///
/// Benchmarks also measure one with Swift's runtime alone inside: `RUNBOOK_LINKAGE=stdlib swift build -c release --static-swift-stdlib`.
let standalone: [LinkerSetting] =
  Context.environment["RUNBOOK_LINKAGE"] == "stdlib"
  ? [] : [.unsafeFlags(["-static-executable"], .when(platforms: [.linux], configuration: .release))]

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "runbook",
  products: [
    .executable(name: "runbook", targets: ["runbook"]),
    .library(name: "Runbooks", targets: ["Runbooks", "Operations", "RunbookBase", "RunbookCLI"]),
  ],
  targets: [
    .executableTarget(
      name: "runbook", dependencies: ["RunbookCLI", "PrintFlowPlans"], swiftSettings: strict, linkerSettings: standalone),
    .executableTarget(
      name: "corner-shop", dependencies: ["RunbookCLI", "Runbooks", "RunbookBase"], path: "Examples/CornerShop", swiftSettings: strict,
      linkerSettings: standalone),
    .executableTarget(
      name: "runbook-bench",
      dependencies: ["RunbookPlanning", "RunbookJournal", "RunbookReconcile", "RunbookSystem", "RunbookBase", "Runbooks"],
      swiftSettings: strict),
    library(
      "RunbookCLI",
      [
        "RunbookReporting", "RunbookExecution", "RunbookApproval", "RunbookTenant", "RunbookReconcile", "RunbookJournal", "RunbookPlanning",
        "Runbooks", "RunbookSystem", "RunbookBase",
      ]),
    library("PrintFlowPlans", path: "Plans", ["Operations", "Runbooks", "RunbookBase"]),
    library("RunbookReporting", ["RunbookJournal", "RunbookPlanning", "RunbookBase"]),
    library("RunbookExecution", ["RunbookApproval", "RunbookJournal", "RunbookPlanning", "Runbooks", "RunbookSystem", "RunbookBase"]),
    library("RunbookApproval", ["RunbookJournal", "Runbooks", "RunbookSystem", "RunbookBase"]),
    library("RunbookTenant", ["RunbookSystem", "RunbookBase"]),
    library("RunbookReconcile", ["RunbookSystem", "RunbookBase"]),
    library("RunbookJournal", ["RunbookSystem", "RunbookBase"]),
    library("RunbookPlanning", ["Runbooks", "RunbookBase"]),
    library("Operations", ["Runbooks", "RunbookBase"]),
    library("Runbooks", ["RunbookBase"]),
    library("RunbookSystem", ["RunbookBase"], settings: [.strictMemorySafety()]),
    library("RunbookBase"),

    tests("RunbookBaseTests", ["RunbookBase"]),
    tests("RunbookSystemTests", ["RunbookSystem", "RunbookBase"]),
    tests("RunbooksTests", ["Runbooks", "RunbookBase"]),
    tests("OperationsTests", ["Operations", "Runbooks", "RunbookSystem", "RunbookBase"]),
    tests("RunbookPlanningTests", ["RunbookPlanning", "Operations", "Runbooks", "RunbookBase"]),
    tests("RunbookJournalTests", ["RunbookJournal", "RunbookSystem", "RunbookBase"]),
    tests("RunbookApprovalTests", ["RunbookApproval", "RunbookJournal", "Runbooks", "RunbookSystem", "RunbookBase", "runbook"]),
    tests("RunbookReconcileTests", ["RunbookReconcile", "RunbookSystem", "RunbookBase"]),
    tests("RunbookTenantTests", ["RunbookTenant", "RunbookSystem", "RunbookBase"]),
    tests(
      "RunbookExecutionTests",
      [
        "RunbookExecution", "RunbookApproval", "RunbookJournal", "RunbookPlanning", "Operations", "Runbooks", "RunbookSystem",
        "RunbookBase",
      ]),
    tests("RunbookReportingTests", ["RunbookReporting", "RunbookJournal", "RunbookSystem", "RunbookBase"]),
    tests(
      "RunbookCLITests", ["RunbookCLI", "PrintFlowPlans", "RunbookJournal", "RunbookPlanning", "Runbooks", "RunbookSystem", "RunbookBase"],
      exclude: ["Transcripts"]),
    tests("DiagnosticsTests", ["Operations", "Runbooks", "RunbookSystem"]),
    tests("CommandLineTests", ["RunbookJournal", "RunbookSystem", "RunbookBase", "runbook", "corner-shop"], exclude: ["Transcripts"]),
    tests("CrashTests", ["RunbookJournal", "RunbookSystem", "RunbookBase", "corner-shop"]),
    tests(
      "PlansTests",
      [
        "PrintFlowPlans", "RunbookExecution", "RunbookJournal", "RunbookPlanning", "Operations", "Runbooks", "RunbookSystem", "RunbookBase",
      ],
      exclude: ["StepLists"]),
  ]
)
