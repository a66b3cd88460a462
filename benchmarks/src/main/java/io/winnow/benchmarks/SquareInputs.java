package io.winnow.benchmarks;

import io.winnow.descriptor.backbone.InputShape;
import java.util.List;
import picocli.CommandLine.Option;

/** The network inputs a benchmark goes through. */
final class SquareInputs {

  private static final int CHANNELS = 3;

  @Option(
      names = "--sizes",
      paramLabel = "PIXELS",
      split = ",",
      defaultValue = "224,32",
      description = "Sides of the square inputs (default: ${DEFAULT-VALUE}).")
  private List<Integer> sides;

  List<InputShape> shapes() {
    return sides.stream().map(side -> new InputShape(side, side, CHANNELS)).toList();
  }
}
