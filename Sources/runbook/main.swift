import RunbookCLI
