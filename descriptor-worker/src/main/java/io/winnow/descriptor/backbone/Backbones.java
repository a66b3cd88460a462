package io.winnow.descriptor.backbone;

import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds backbones by name and opens them on a backend. */
public final class Backbones {

  private static final Logger LOG = LoggerFactory.getLogger(Backbones.class);

  private Backbones() {}

  /**
   * The specification of a built-in backbone ({@code compact}, or {@code vgg16} once it is pulled),
   * or of a directory or {@code backbone.json} file.
   *
   * @throws BackboneException when there is neither, or the weights are not pulled yet
   */
  public static BackboneSpec spec(String nameOrPath) {
    if (BackboneSpecReader.isBuiltIn(nameOrPath)) {
      return BackboneSpecReader.builtIn(nameOrPath);
    }
    Path path = Path.of(nameOrPath);
    if (Files.isDirectory(path)) {
      return BackboneSpecReader.read(path.resolve(BackboneSpecReader.SPEC_FILE));
    }
    if (Files.isRegularFile(path)) {
      return BackboneSpecReader.read(path);
    }
    throw new BackboneException(
        "backbone '"
            + nameOrPath
            + "' is neither built in ("
            + String.join(", ", BackboneSpecReader.builtInNames())
            + ") nor a file or directory");
  }

  /**
   * Opens a backbone for one forward pass at a time, with one compute thread per processor: answers
   * a single call soonest.
   */
  public static Backbone open(BackboneSpec spec, Backend backend) {
    return open(spec, backend, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens a backbone and logs which backend runs it and why.
   *
   * @param threads threads of one forward pass; ONNX Runtime obeys it, ND4J takes its own from
   *     {@code OMP_NUM_THREADS}
   * @throws BackboneException when the backend is not on the classpath or the weights cannot be
   *     read; the message names the file and what is wrong with it
   */
  public static Backbone open(BackboneSpec spec, Backend backend, int threads) {
    return open(spec, backend, 1, threads);
  }

  /**
   * Opens a backbone for as many forward passes at a time as make the most of the machine ({@link
   * Backbone#passes}): on a CPU, ONNX Runtime runs one per processor, each on the thread that asks
   * for it. The maps are the same to the bit.
   *
   * @throws BackboneException as {@link #open(BackboneSpec, Backend, int)}
   */
  public static Backbone openForManyPasses(BackboneSpec spec, Backend backend) {
    return open(spec, backend, Runtime.getRuntime().availableProcessors(), 1);
  }

  private static Backbone open(BackboneSpec spec, Backend backend, int passes, int threads) {
    BackendChoice choice = BackendChoice.of(backend);
    WeightFile weights = WeightFile.read(spec);
    Backbone backbone =
        choice.backend() == Backend.ND4J
            ? new Nd4jBackbone(spec, weights)
            : new OnnxBackbone(spec, weights, passes, threads);
    LOG.info(
        "backbone {} runs on {}: {} (weights {})",
        spec.name(),
        backbone.backend(),
        choice.reason(),
        backbone.weightDigest());
    return backbone;
  }
}
