package io.winnow.cli.encoder;

import picocli.CommandLine.Command;

/** {@code winnow encoder}. */
@Command(
    name = "encoder",
    description = "Fit and show the encoders that turn images into descriptors.",
    subcommands = {
      EncoderFitCommand.class,
      EncoderShowCommand.class,
      EncoderTrainBackboneCommand.class
    })
public final class EncoderCommand {}
