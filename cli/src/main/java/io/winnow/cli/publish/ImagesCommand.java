package io.winnow.cli.publish;

import picocli.CommandLine.Command;

/** {@code winnow images}. */
@Command(
    name = "images",
    description = "Publish pictures.",
    subcommands = ImagesPublishCommand.class)
public final class ImagesCommand {}
