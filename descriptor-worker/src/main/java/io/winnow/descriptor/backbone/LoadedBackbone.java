package io.winnow.descriptor.backbone;

import java.util.List;

/** What the backends share: who they are, and the checks before a network is run. */
abstract class LoadedBackbone implements Backbone {

  private final BackboneSpec spec;
  private final String weightDigest;
  private final Backend backend;
  private final List<String> outputs;

  /**
   * @param outputs maps that {@link #run} can compute, in network order
   */
  LoadedBackbone(BackboneSpec spec, String weightDigest, Backend backend, List<String> outputs) {
    this.spec = spec;
    this.weightDigest = weightDigest;
    this.backend = backend;
    this.outputs = List.copyOf(outputs);
  }

  @Override
  public final BackboneSpec spec() {
    return spec;
  }

  @Override
  public final String weightDigest() {
    return weightDigest;
  }

  @Override
  public final String backend() {
    return backend.id();
  }

  @Override
  public final List<String> outputs() {
    return outputs;
  }

  @Override
  public final List<FeatureMaps> forward(float[] batch, int n, InputShape shape, String... names) {
    if (n < 1 || batch.length < (long) n * shape.length()) {
      throw new IllegalArgumentException(
          "a batch of %d images of %s needs %d floats, got %d"
              .formatted(n, shape, (long) n * shape.length(), batch.length));
    }
    if (names.length == 0) {
      throw new IllegalArgumentException("no feature map was asked for");
    }
    for (String name : names) {
      requireOutput(name);
    }
    return run(batch, n, shape, List.of(names));
  }

  private void requireOutput(String name) {
    if (!outputs.contains(name)) {
      throw new IllegalArgumentException(
          "backbone %s has no output '%s', it has %s".formatted(name(), name, outputs));
    }
  }

  /** As {@link #forward}, with arguments that were checked. */
  abstract List<FeatureMaps> run(float[] batch, int n, InputShape shape, List<String> names);
}
