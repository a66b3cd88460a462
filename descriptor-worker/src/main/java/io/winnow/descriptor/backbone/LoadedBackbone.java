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
  public final List<FeatureMaps> forward(
      List<float[]> images, InputShape shape, List<MapRequest> requests) {
    if (images.isEmpty() || requests.isEmpty()) {
      throw new IllegalArgumentException(
          "a forward pass needs images and maps, got %d and %d"
              .formatted(images.size(), requests.size()));
    }
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i).length != shape.length()) {
        throw new IllegalArgumentException(
            "image %d of the batch has %d values, an input of %s has %d"
                .formatted(i, images.get(i).length, shape, shape.length()));
      }
    }
    requests.forEach(request -> requireOutput(request.name()));
    return run(images, shape, requests);
  }

  private void requireOutput(String name) {
    if (!outputs.contains(name)) {
      throw new IllegalArgumentException(
          "backbone %s has no output '%s', it has %s".formatted(name(), name, outputs));
    }
  }

  /** As {@link #forward}, with arguments that were checked. */
  abstract List<FeatureMaps> run(List<float[]> images, InputShape shape, List<MapRequest> requests);
}
