package io.winnow.descriptor.backbone;

/** Checks of a forward call that both backends share. */
final class ForwardRequest {

  private ForwardRequest() {}

  static void check(Backbone backbone, float[] batch, int n, InputShape shape, String... names) {
    if (n < 1 || batch.length < (long) n * shape.length()) {
      throw new IllegalArgumentException(
          "a batch of %d images of %s needs %d floats, got %d"
              .formatted(n, shape, (long) n * shape.length(), batch.length));
    }
    if (names.length == 0) {
      throw new IllegalArgumentException("no feature map was asked for");
    }
    for (String name : names) {
      requireOutput(backbone, name);
    }
  }

  private static void requireOutput(Backbone backbone, String name) {
    if (!backbone.outputs().contains(name)) {
      throw new IllegalArgumentException(
          "backbone %s has no output '%s', it has %s"
              .formatted(backbone.name(), name, backbone.outputs()));
    }
  }
}
