package io.winnow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.descriptor.backbone.InputShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a network by PyTorch in a process of its own, on preprocessed pixels in a file. */
final class BackboneReference {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PIXELS = "pixels.npy";
  private static final String ANSWER = "answer";

  /** What a speed run took: seconds of every measurement, and PyTorch's version. */
  record Speed(List<Double> seconds, String version) {}

  @Mixin private PythonProcess python;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:WINNOW_SHARED_DATA:-../shared/data}",
      description = "Folder with models and voc2007-subset (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      defaultValue = "benchmarks/reference/backbones.py",
      description = "Script of the reference (default: ${DEFAULT-VALUE}).")
  private Path script;

  /** Models and pictures. */
  Path data() {
    return data;
  }

  /** The network's two maps of all pictures, NHWC. */
  List<float[]> maps(BackboneNetwork network, List<float[]> pixels, InputShape shape)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("winnow-backbones");
    try {
      run("maps", network, pixels, shape, directory, List.of(directory.toString()));
      List<float[]> maps = new ArrayList<>();
      for (String layer : network.layers()) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(mapFile(directory, layer)));
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        maps.add(values);
      }
      return maps;
    } finally {
      delete(directory, network);
    }
  }

  /** Times the pixels as one batch, several passes a measurement. */
  Speed speed(
      BackboneNetwork network, List<float[]> pixels, InputShape shape, int passes, int measurements)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("winnow-backbones");
    try {
      run(
          "speed",
          network,
          pixels,
          shape,
          directory,
          List.of(Integer.toString(passes), Integer.toString(measurements)));
      JsonNode answer = MAPPER.readTree(directory.resolve(ANSWER).toFile());
      List<Double> seconds = new ArrayList<>();
      answer.get("seconds").forEach(value -> seconds.add(value.asDouble()));
      return new Speed(seconds, answer.get("torch").asText());
    } finally {
      delete(directory, network);
    }
  }

  private void run(
      String task,
      BackboneNetwork network,
      List<float[]> pixels,
      InputShape shape,
      Path directory,
      List<String> more)
      throws IOException, InterruptedException {
    Path npy = directory.resolve(PIXELS);
    NpyFile.write(npy, pixels, pixels.size(), shape.height(), shape.width(), shape.channels());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                task,
                network.model(data).toString(),
                npy.toString(),
                String.join(",", network.layers())));
    arguments.addAll(more);
    if (!python.run(script, arguments, directory.resolve(ANSWER))) {
      throw new BenchmarkException(
          "PyTorch did not finish %s of %s in time; --limit gives it more"
              .formatted(task, network.name()));
    }
  }

  private static Path mapFile(Path directory, String layer) {
    return directory.resolve(layer + ".f32");
  }

  private static void delete(Path directory, BackboneNetwork network) throws IOException {
    for (String layer : network.layers()) {
      Files.deleteIfExists(mapFile(directory, layer));
    }
    Files.deleteIfExists(directory.resolve(PIXELS));
    Files.deleteIfExists(directory.resolve(ANSWER));
    Files.delete(directory);
  }
}
