package io.winnow.benchmarks;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How far the maps of ND4J, ONNX Runtime and an independent PyTorch forward pass are apart. */
@Command(
    name = "backbone-maps",
    description = "Maps of three published networks by ND4J, ONNX Runtime and PyTorch.")
final class BackboneMaps implements Callable<Integer> {

  private static final List<BackboneNetwork> NETWORKS =
      List.of(BackboneNetwork.VGG16, BackboneNetwork.GOOGLENET, BackboneNetwork.SQUEEZENET);
  private static final int CHANNELS = 3;

  @Mixin private ReportOutput output;

  @Mixin private BackboneReference reference;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "224",
      description = "Side of the square input (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "20",
      description = "Pictures of PASCAL VOC 2007 (default: ${DEFAULT-VALUE}).")
  private int count;

  private final List<Map<String, Object>> rows = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    BackbonePictures pictures = BackbonePictures.read(reference.data(), count);
    InputShape shape = new InputShape(size, size, CHANNELS);
    for (BackboneNetwork network : NETWORKS) {
      output.progress(network.name());
      compare(network, pictures.prepare(network, shape), shape);
    }
    output.publish("Maps of three engines", method(), rows, List.of());
    return 0;
  }

  private void compare(BackboneNetwork network, List<float[]> pixels, InputShape shape)
      throws IOException, InterruptedException {
    List<float[]> nd4j = maps(network, Backend.ND4J, pixels, shape);
    List<float[]> onnx = maps(network, Backend.ONNXRUNTIME, pixels, shape);
    List<float[]> torch = reference.maps(network, pixels, shape);
    for (int i = 0; i < network.layers().size(); i++) {
      String layer = network.layers().get(i);
      rows.add(row(network, layer, "ND4J, PyTorch", nd4j.get(i), torch.get(i)));
      rows.add(row(network, layer, "ONNX Runtime, PyTorch", onnx.get(i), torch.get(i)));
      rows.add(row(network, layer, "ND4J, ONNX Runtime", nd4j.get(i), onnx.get(i)));
    }
  }

  private Map<String, Object> row(
      BackboneNetwork network, String layer, String engines, float[] actual, float[] expected) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("network", network.name());
    row.put("layer", layer);
    row.put("engines", engines);
    row.put("values per picture", expected.length / count);
    row.put("max relative L2, 1e-6", 1e6 * RelativeDistance.largest(actual, expected, count));
    return row;
  }

  /** Both maps of all pictures, one picture at a time, as PyTorch gets them. */
  private List<float[]> maps(
      BackboneNetwork network, Backend backend, List<float[]> pixels, InputShape shape)
      throws IOException {
    List<float[]> joined = new ArrayList<>();
    try (Backbone backbone = Backbones.open(network.spec(reference.data(), size), backend)) {
      for (int p = 0; p < pixels.size(); p++) {
        List<FeatureMaps> maps =
            backbone.forward(
                List.of(pixels.get(p)), shape, network.layers().toArray(String[]::new));
        for (int i = 0; i < maps.size(); i++) {
          float[] values = maps.get(i).values();
          if (p == 0) {
            joined.add(new float[values.length * pixels.size()]);
          }
          System.arraycopy(values, 0, joined.get(i), p * values.length, values.length);
        }
      }
    }
    return joined;
  }

  private List<String> method() {
    return List.of(
        "The first %d pictures of the subset of PASCAL VOC 2007 by name, resampled to %d x %d by Winnow; all engines get the same float32 pixels."
            .formatted(count, size, size),
        "Relative L2: Euclidean norm of the difference of two maps of a picture over that of the second"
            + " engine's map; the largest of all pictures.",
        "PyTorch is run by benchmarks/reference/backbones.py, which reads graph and weights from the"
            + " same .onnx file with the onnx package and runs it with torch functions; it shares no"
            + " code with Winnow.");
  }
}
