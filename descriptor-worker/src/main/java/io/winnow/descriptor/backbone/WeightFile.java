package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import onnx.Onnx;

/**
 * A weight file as read, of whichever format: a DL4J zip, a Keras {@code .h5} or an ONNX model,
 * told apart by their first bytes.
 *
 * @param net the network
 * @param digest {@link WeightDigest} of the file's weights
 * @param onnx the model itself where the file is one
 */
record WeightFile(ConvNet net, String digest, Optional<Onnx.ModelProto> onnx) {

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};

  /**
   * Reads the weights that a specification names.
   *
   * @throws BackboneException naming the file, when it cannot be read, a layer is missing or
   *     misshaped, or a map of the specification does not exist
   */
  static WeightFile read(BackboneSpec spec) {
    String file = spec.weights().toString();
    try (InputStream in = spec.weights().openStream()) {
      WeightFile weights = parse(in.readAllBytes(), spec);
      weights.net().requireChannels(spec.preprocessing().channels().channels());
      spec.layers().forEach(weights::requireMap);
      return weights;
    } catch (IOException | RuntimeException e) {
      throw new BackboneException(
          "cannot load backbone %s from %s: %s"
              .formatted(spec.name(), file, firstLine(e.getMessage())),
          e);
    }
  }

  private static WeightFile parse(byte[] content, BackboneSpec spec) throws IOException {
    if (startsWith(content, ZIP)) {
      return of(Dl4jConvNet.read(content));
    }
    if (startsWith(content, HDF5)) {
      return of(KerasWeights.read(content, spec.architecture().orElse(null)));
    }
    Onnx.ModelProto model = OnnxModel.parse(content);
    ConvNet net = OnnxModel.net(model, OnnxModel.input(model, spec.input()));
    return new WeightFile(net, OnnxWeights.digest(model), Optional.of(model));
  }

  private static WeightFile of(ConvNet net) {
    return new WeightFile(net, net.weightDigest(), Optional.empty());
  }

  private void requireMap(String map) {
    if (!net.outputs().contains(map) && !(onnx.isPresent() && net.absent().containsKey(map))) {
      String reason = net.absent().get(map);
      throw new BackboneException(
          "no output '%s'%s, there are %s"
              .formatted(map, reason == null ? "" : " (" + reason + ")", net.outputs()));
    }
  }

  private static boolean startsWith(byte[] content, byte[] magic) {
    for (int i = 0; i < magic.length; i++) {
      if (content.length <= i || content[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String firstLine(String message) {
    return message == null ? "damaged file" : message.lines().findFirst().orElse("damaged file");
  }
}
