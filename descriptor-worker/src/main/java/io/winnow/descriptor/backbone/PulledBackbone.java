package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A built-in backbone whose weights are downloaded, since they are too large to ship: {@code winnow
 * encoder pull}.
 *
 * @param name name of the backbone
 * @param file weight file, as published
 * @param url where it is published
 */
public record PulledBackbone(String name, PinnedFile file, URI url) {

  /**
   * The convolutional part of VGG16, weights of Keras (docs/adr/0005-backbones.md on the digest).
   */
  private static final PulledBackbone VGG16 =
      new PulledBackbone(
          "vgg16",
          new PinnedFile(
              "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
              58_889_256L,
              "MD5",
              "6d6bbae143d832006294945121d1f1fc"),
          URI.create(
              "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/"
                  + "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"));

  /** The backbone of a name, empty when none of that name is downloaded. */
  public static Optional<PulledBackbone> find(String name) {
    return VGG16.name.equals(name) ? Optional.of(VGG16) : Optional.empty();
  }

  /** {@code winnow/backbones/NAME} in {@code XDG_CACHE_HOME}, else in {@code ~/.cache}. */
  public Path defaultDirectory() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return root.resolve("winnow").resolve("backbones").resolve(name);
  }

  /** Writes {@code backbone.json} beside the weights, so that the directory is a backbone. */
  public void writeSpec(Path directory) throws IOException {
    Files.write(
        directory.resolve(BackboneSpecReader.SPEC_FILE), BackboneSpecReader.builtInText(name));
  }

  Path requireWeights() {
    Path weights = defaultDirectory().resolve(file.name());
    if (!Files.isRegularFile(weights)) {
      throw new BackboneException(
          "backbone %s has no weights in %s yet: run 'winnow encoder pull %s'"
              .formatted(name, weights.getParent(), name));
    }
    return weights;
  }
}
