package io.winnow.descriptor.backbone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a {@link ConvNet} through ND4J's {@code conv2d} and pooling operations in NHWC, which on the
 * CPU are several times faster than DL4J's layer classes (docs/adr/0003-backends.md).
 */
final class Nd4jBackbone extends LoadedBackbone {

  private final ConvNet net;
  private final Map<String, INDArray> kernels = new LinkedHashMap<>();
  private final Map<String, INDArray> biases = new LinkedHashMap<>();

  Nd4jBackbone(BackboneSpec spec, WeightFile weights) {
    super(spec, weights.digest(), Backend.ND4J, weights.net().outputs());
    this.net = weights.net();
    // Fails here, not at the first batch, when a default map needs what only ONNX Runtime runs.
    spec.layers().forEach(this::requireMap);
    for (ConvStep step : net.steps()) {
      if (step instanceof ConvStep.Convolution conv) {
        kernels.put(
            conv.name(), Nd4j.createFromArray(conv.kernel()).reshape('c', conv.kernelShape()));
        biases.put(conv.name(), Nd4j.createFromArray(conv.bias()));
      }
    }
  }

  private void requireMap(String map) {
    String reason = net.absent().get(map);
    if (reason != null) {
      throw new BackboneException(
          "nd4j cannot compute map '%s' of backbone %s: %s".formatted(map, name(), reason));
    }
  }

  @Override
  List<FeatureMaps> run(List<float[]> images, InputShape shape, List<MapRequest> requests) {
    INDArray input =
        Nd4j.create(
            joined(images, shape.length()),
            new long[] {images.size(), shape.height(), shape.width(), shape.channels()},
            'c');
    Set<String> wanted = new LinkedHashSet<>();
    requests.forEach(request -> wanted.add(request.name()));
    List<ConvStep> steps = net.upTo(wanted);
    Map<String, Integer> readers = readers(steps);
    Map<String, INDArray> open = new HashMap<>();
    Map<String, FeatureMaps> maps = new HashMap<>();
    open.put(ConvNet.INPUT, input);
    try {
      for (ConvStep step : steps) {
        INDArray map = apply(step, open);
        open.put(step.name(), map);
        if (wanted.contains(step.name())) {
          maps.put(step.name(), copy(step.name(), map));
        }
        step.sources().forEach(source -> release(source, readers, open));
      }
    } catch (RuntimeException e) {
      throw new BackboneException(
          "backbone %s failed on a batch of %d images of %s: %s"
              .formatted(name(), images.size(), shape, e.getMessage()),
          e);
    } finally {
      open.values().forEach(INDArray::close);
    }
    return requests.stream()
        .map(request -> maps.get(request.name()).only(request.channels()))
        .toList();
  }

  private static float[] joined(List<float[]> images, int length) {
    float[] batch = new float[Math.multiplyExact(images.size(), length)];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, batch, i * length, length);
    }
    return batch;
  }

  private static Map<String, Integer> readers(List<ConvStep> steps) {
    Map<String, Integer> readers = new HashMap<>();
    steps.forEach(step -> step.sources().forEach(source -> readers.merge(source, 1, Integer::sum)));
    return readers;
  }

  /** Frees a map once the last step that reads it has run. */
  private static void release(
      String map, Map<String, Integer> readers, Map<String, INDArray> open) {
    if (readers.merge(map, -1, Integer::sum) == 0) {
      open.remove(map).close();
    }
  }

  private INDArray apply(ConvStep step, Map<String, INDArray> open) {
    INDArray[] sources = step.sources().stream().map(open::get).toArray(INDArray[]::new);
    if (step instanceof ConvStep.Convolution conv) {
      return Nd4jOps.convolution(
          sources[0], conv, kernels.get(conv.name()), biases.get(conv.name()));
    }
    if (step instanceof ConvStep.MaxPool pool) {
      return Nd4jOps.maxPool(sources[0], pool.window());
    }
    if (step instanceof ConvStep.AveragePool pool) {
      return Nd4jOps.averagePool(sources[0], pool);
    }
    if (step instanceof ConvStep.GlobalAverage) {
      return Nd4jOps.globalAverage(sources[0]);
    }
    return step instanceof ConvStep.Relu ? Nd4jOps.relu(sources[0]) : Nd4jOps.concat(sources);
  }

  private static FeatureMaps copy(String name, INDArray map) {
    long[] shape = map.shape();
    INDArray dense =
        map.ordering() == 'c' && map.length() == map.data().length() ? map : map.dup('c');
    float[] values = new float[(int) map.length()];
    dense.data().asNioFloat().get(values);
    if (dense != map) {
      dense.close();
    }
    return new FeatureMaps(
        name, (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3], values);
  }

  @Override
  public void close() {
    List<INDArray> arrays = new ArrayList<>(kernels.values());
    arrays.addAll(biases.values());
    arrays.forEach(INDArray::close);
  }
}
