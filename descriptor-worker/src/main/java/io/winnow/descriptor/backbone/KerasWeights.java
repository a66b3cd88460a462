package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers of a Keras weights file ({@code .h5}), read by DL4J's model import: one group per layer,
 * in it a kernel (height, width, in, out) and a bias, whatever the version of Keras calls them.
 */
final class KerasWeights {

  private static final int SUPERBLOCK = 48;

  private KerasWeights() {}

  /** Reads the layers of an architecture from the content of a file. */
  static ConvNet read(byte[] content, String architecture) throws IOException {
    if (!Vgg16.NAME.equals(architecture)) {
      throw new BackboneException(
          architecture == null
              ? "a Keras weights file needs \"architecture\" in backbone.json, known: vgg16"
              : "unknown architecture '" + architecture + "', known: vgg16");
    }
    requireWhole(content);
    // The HDF5 library reads files only, and a weight file may lie in a jar.
    Path file = Files.createTempFile("winnow-weights", ".h5");
    try {
      Files.write(file, content);
      try (Hdf5Archive archive = new Hdf5Archive(file.toString())) {
        return vgg16(archive);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static ConvNet vgg16(Hdf5Archive archive) {
    List<String> root =
        archive.getGroups().contains("model_weights") ? List.of("model_weights") : List.of();
    List<String> groups = archive.getGroups(root.toArray(String[]::new));
    return Vgg16.of(
        name -> {
          if (!groups.contains(name)) {
            return null;
          }
          List<String> path = new ArrayList<>(root);
          path.add(name);
          return layer(archive, name, path);
        });
  }

  /** Keras 2 nests a second group of the layer's name within the first. */
  private static Layer layer(Hdf5Archive archive, String name, List<String> path) {
    String[] group = path.toArray(String[]::new);
    List<String> dataSets = archive.getDataSets(group);
    List<String> inner = archive.getGroups(group);
    if (dataSets.isEmpty() && !inner.isEmpty()) {
      path.add(inner.get(0));
      return layer(archive, name, path);
    }
    INDArray kernel = null;
    INDArray bias = null;
    for (String dataSet : dataSets) {
      INDArray values = read(archive, name, dataSet, group);
      if (values.rank() == 1 || values.rank() == 2 && values.size(0) == 1) {
        bias = values;
      } else {
        kernel = values;
      }
    }
    if (kernel == null || bias == null) {
      throw new BackboneException(
          "layer %s: expected a kernel and a bias, found %s".formatted(name, dataSets));
    }
    return new Layer(kernel, bias);
  }

  private static INDArray read(Hdf5Archive archive, String layer, String set, String... group) {
    try {
      return archive.readDataSet(set, group);
    } catch (UnsupportedKerasConfigurationException e) {
      throw new BackboneException("layer " + layer + ": cannot read " + set, e);
    }
  }

  /** The superblock says how long the file is; the native library would print a page of errors. */
  private static void requireWhole(byte[] content) throws IOException {
    if (content.length < SUPERBLOCK) {
      throw new IOException("truncated: " + content.length + " bytes");
    }
    boolean old = content[8] < 2;
    long end =
        ByteBuffer.wrap(content)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong(old ? 40 + content[8] * 4 : 28);
    if (content.length < end) {
      throw new IOException("truncated: " + content.length + " of " + end + " bytes");
    }
  }

  /**
   * The weights of one convolution.
   *
   * @param kernel (height, width, in, out)
   * @param bias one per output channel
   */
  record Layer(INDArray kernel, INDArray bias) {

    void requireShape(String name, long[] expected) {
      if (!Arrays.equals(kernel.shape(), expected)) {
        throw new BackboneException(
            "layer %s: expected a kernel of shape %s, found %s"
                .formatted(name, text(expected), text(kernel.shape())));
      }
      long outputs = expected[expected.length - 1];
      if (bias.length() != outputs) {
        throw new BackboneException(
            "layer %s: expected a bias of shape (%d), found (%d)"
                .formatted(name, outputs, bias.length()));
      }
    }

    /** A convolution with ReLU, the kernel turned to (out, in, height, width). */
    ConvStep.Convolution convolution(String name, String source, Window window) {
      return new ConvStep.Convolution(
          name,
          source,
          window,
          kernel.permute(3, 2, 0, 1).dup('c').data().asFloat(),
          (int) kernel.size(3),
          (int) kernel.size(2),
          bias.dup('c').data().asFloat(),
          true);
    }

    private static String text(long... shape) {
      return Arrays.stream(shape)
          .mapToObj(Long::toString)
          .collect(Collectors.joining(", ", "(", ")"));
    }
  }
}
