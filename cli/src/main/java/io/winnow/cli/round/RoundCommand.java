package io.winnow.cli.round;

import picocli.CommandLine.Command;

/** {@code winnow round}. */
@Command(
    name = "round",
    description = "Request and abort rounds, and look at those that were closed.",
    subcommands = {
      RoundRequestCommand.class,
      RoundAbortCommand.class,
      RoundListCommand.class,
      RoundShowCommand.class,
      RoundSelectedCommand.class,
      RoundDecisionsCommand.class
    })
public final class RoundCommand {}
