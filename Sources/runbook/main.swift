import PrintFlowPlans
import RunbookCLI

// The status is handed to exit by the program's door to the system, so that this file stays a list of what is offered.
Program.exit(PrintFlowPlans.registry)
