import RunbookCLI
import Runbooks

// A team's own program: its estate, its runbooks, and this list of them.
Program.exit(
  Registry(
    [
      RunbookEntry { CloseTheBooks($0) }, RunbookEntry { CarryOver($0) }, RunbookEntry { CountTheStock($0) },
      RunbookEntry { StampTheLabels($0) },
    ],
    estates: [EstateEntry(Shop(name: "shop")), EstateEntry(Shop(name: "drill-shop"))]
  ))
