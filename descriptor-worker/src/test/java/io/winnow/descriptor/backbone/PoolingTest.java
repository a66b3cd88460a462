package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Average pooling on both engines against plain loops. */
class PoolingTest {

  private static final InputShape SHAPE = new InputShape(7, 9, 3);

  @TempDir Path directory;

  static Stream<Arguments> pools() {
    Window padded = new Window(3, 2, 2, 1, 1, 1, 1, 1, Window.Rounding.FLOOR);
    return Stream.of(Backend.ND4J, Backend.ONNXRUNTIME)
        .flatMap(
            backend ->
                Stream.of(
                    Arguments.of(backend, Window.valid(2, 3, 2), false),
                    Arguments.of(backend, padded, false),
                    Arguments.of(backend, padded, true)));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void shouldAverageOverWindowsAndThenOverAll(Backend backend, Window window, boolean countPadding)
      throws IOException {
    float[] batch = new float[2 * SHAPE.length()];
    Random random = new Random(4);
    for (int i = 0; i < batch.length; i++) {
      batch[i] = (float) random.nextGaussian();
    }

    List<FeatureMaps> maps;
    try (Backbone backbone = Backbones.open(spec(window, countPadding), backend)) {
      maps =
          backbone.forward(
              List.of(
                  Arrays.copyOf(batch, SHAPE.length()),
                  Arrays.copyOfRange(batch, SHAPE.length(), batch.length)),
              SHAPE,
              "average",
              "global");
    }

    FeatureMaps average = maps.get(0);
    FeatureMaps global = maps.get(1);
    assertThat(global.height() * global.width()).isEqualTo(1);
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < SHAPE.channels(); c++) {
        double sum = 0;
        for (int y = 0; y < average.height(); y++) {
          for (int x = 0; x < average.width(); x++) {
            double expected = average(batch, n, c, y, x, window, countPadding);
            assertThat((double) average.values()[average.offset(n, y, x) + c])
                .isCloseTo(expected, Offset.offset(1e-6));
            sum += expected;
          }
        }
        assertThat((double) global.values()[global.offset(n, 0, 0) + c])
            .isCloseTo(sum / (average.height() * average.width()), Offset.offset(1e-6));
      }
    }
  }

  private static double average(
      float[] batch, int n, int c, int row, int column, Window window, boolean countPadding) {
    double sum = 0;
    int cells = 0;
    for (int i = 0; i < window.height(); i++) {
      for (int j = 0; j < window.width(); j++) {
        int y = row * window.strideY() + i - window.top();
        int x = column * window.strideX() + j - window.left();
        if (y >= 0 && y < SHAPE.height() && x >= 0 && x < SHAPE.width()) {
          sum += batch[((n * SHAPE.height() + y) * SHAPE.width() + x) * SHAPE.channels() + c];
          cells++;
        }
      }
    }
    return sum / (countPadding ? window.height() * window.width() : cells);
  }

  private BackboneSpec spec(Window window, boolean countPadding) throws IOException {
    // An identity in front: a network without weights has no digest worth the name.
    float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    ConvNet net =
        new ConvNet(
            List.of(
                new ConvStep.Convolution(
                    "same",
                    ConvNet.INPUT,
                    Window.valid(1, 1, 1),
                    identity,
                    3,
                    3,
                    new float[3],
                    false),
                new ConvStep.AveragePool("average", "same", window, countPadding),
                new ConvStep.GlobalAverage("global", "average")));
    Path file = directory.resolve("pools.onnx");
    Files.write(file, OnnxExport.model("pools", net, List.of("average", "global")).toByteArray());
    return new BackboneSpec(
        "pools",
        file.toUri().toURL(),
        Optional.empty(),
        Optional.empty(),
        new Preprocessing(ChannelOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)),
        9,
        "average",
        "global",
        Optional.empty());
  }
}
