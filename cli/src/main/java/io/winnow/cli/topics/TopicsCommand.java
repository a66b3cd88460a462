package io.winnow.cli.topics;

import picocli.CommandLine.Command;

/** {@code winnow topics}. */
@Command(
    name = "topics",
    description = "Create or check Winnow's topics.",
    subcommands = {TopicsCreateCommand.class, TopicsCheckCommand.class})
public final class TopicsCommand {}
