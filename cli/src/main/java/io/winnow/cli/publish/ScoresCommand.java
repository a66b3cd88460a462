package io.winnow.cli.publish;

import picocli.CommandLine.Command;

/** {@code winnow scores}. */
@Command(
    name = "scores",
    description = "Publish a model's predictions.",
    subcommands = ScoresPublishCommand.class)
public final class ScoresCommand {}
