package io.winnow.descriptor.backbone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Writes a backbone directory: {@code backbone.json} and {@code model.onnx}. */
public final class BackboneWriter {

  private static final String MODEL = "model.onnx";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private BackboneWriter() {}

  /**
   * Writes the files that {@link Backbones#spec} reads.
   *
   * @param directory existing directory
   * @param name the backbone's name
   * @param network convolution and max-pooling layers only, the last one being the middle map
   * @param preprocessing how pixels become inputs
   * @param inputSize default side of the input, pixels
   * @param lowLayer name of the low map
   * @return the digest of the weights
   */
  public static String write(
      Path directory,
      String name,
      MultiLayerNetwork network,
      Preprocessing preprocessing,
      int inputSize,
      String lowLayer)
      throws IOException {
    ConvNet net = Dl4jConvNet.of(network);
    String middleLayer = net.outputs().get(net.outputs().size() - 1);
    Files.write(
        directory.resolve(MODEL),
        OnnxExport.model(name, net, List.of(lowLayer, middleLayer)).toByteArray());
    BackboneSpecReader.Document document =
        new BackboneSpecReader.Document(
            name, MODEL, null, null, preprocessing, inputSize, lowLayer, middleLayer, null);
    JSON.writeValue(directory.resolve(BackboneSpecReader.SPEC_FILE).toFile(), document);
    return net.weightDigest();
  }
}
