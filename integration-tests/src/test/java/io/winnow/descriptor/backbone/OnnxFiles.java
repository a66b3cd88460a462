package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small ONNX model, and the reading of any as the worker does it, for the fuzzer. */
public final class OnnxFiles {

  private static final String LOW = "low";
  private static final String HIGH = "high";

  private OnnxFiles() {}

  /** A network of every kind of layer that can be read. */
  public static byte[] small() {
    Window window = Window.same(3, 3, 1);
    ConvNet net =
        new ConvNet(
            List.of(
                new ConvStep.Convolution(
                    LOW, ConvNet.INPUT, window, new float[18], 2, 1, new float[2], true),
                new ConvStep.MaxPool("pooled", LOW, Window.valid(2, 2, 2)),
                new ConvStep.Convolution(
                    "plain", "pooled", window, new float[36], 2, 2, new float[2], false),
                new ConvStep.Concat("both", List.of("pooled", "plain")),
                new ConvStep.Relu(HIGH, "both")));
    return OnnxExport.model("small", net, List.of(LOW, HIGH)).toByteArray();
  }

  /**
   * Reads a weight file.
   *
   * @param file to write it to
   */
  public static void read(byte[] content, Path file) throws IOException {
    Files.write(file, content);
    BackboneSpec compact = Backbones.spec("compact");
    WeightFile.read(
        new BackboneSpec(
            "fuzzed",
            file.toUri().toURL(),
            compact.architecture(),
            compact.input(),
            compact.preprocessing(),
            compact.inputSize(),
            LOW,
            HIGH,
            compact.highLayer()));
  }
}
