import RunbookCLI
import Runbooks

// A team's own program: its estate, its runbooks, and this list of them.
Program.exit(
  Registry(
    [
      RunbookEntry { CloseTheBooks($0) }, RunbookEntry { CarryOver($0) }, RunbookEntry { CountTheStock($0) },
      RunbookEntry { StampTheLabels($0) }, RunbookEntry { PayTheBaker($0) }, RunbookEntry { ReadTheTape($0) },
    ],
    estates: [
      EstateEntry(Shop(name: "shop")), EstateEntry(Shop(name: "drill-shop")),
      EstateEntry(
        name: "key-shop", summary: "a corner shop whose gates are signed with keys",
        file: EstateFile(variable: "CORNER_SHOP", fallback: "/etc/corner-shop", name: "shop.json"), make: Shop.withKeys),
    ]
  ))
