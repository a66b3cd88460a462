package io.winnow.cli.audit;

import picocli.CommandLine.Command;

/** {@code winnow audit}. */
@Command(
    name = "audit",
    description = "Replay rounds of the past and prove what was done.",
    subcommands = {
      AuditVerifyCommand.class,
      AuditExplainCommand.class,
      AuditWhatIfCommand.class,
      AuditExportCommand.class
    })
public final class AuditCommand {}
