package io.winnow.cli.publish;

import picocli.CommandLine.Command;

/** {@code winnow labels}. */
@Command(
    name = "labels",
    description = "Publish an oracle's labels.",
    subcommands = LabelsPublishCommand.class)
public final class LabelsCommand {}
