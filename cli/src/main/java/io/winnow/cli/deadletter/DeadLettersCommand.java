package io.winnow.cli.deadletter;

import picocli.CommandLine.Command;

/** {@code winnow dead-letters}. */
@Command(
    name = "dead-letters",
    description = "List, show and send again the records that nobody could use.",
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersSummaryCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersResendCommand.class
    })
public final class DeadLettersCommand {}
