package io.winnow.cli.encoder;

import picocli.CommandLine.Command;

/** {@code winnow encoder}. */
@Command(
    name = "encoder",
    description =
        "Pull, fit, show, compare and activate the encoders that turn images into descriptors.",
    subcommands = {
      EncoderActivateCommand.class,
      EncoderCompareCommand.class,
      EncoderFitCommand.class,
      EncoderPullCommand.class,
      EncoderShowCommand.class,
      EncoderTrainBackboneCommand.class
    })
public final class EncoderCommand {}
