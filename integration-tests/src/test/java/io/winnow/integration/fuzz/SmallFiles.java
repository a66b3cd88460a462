package io.winnow.integration.fuzz;

import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import io.winnow.descriptor.encoder.Aggregation;
import io.winnow.descriptor.encoder.DuplicateCosine;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.descriptor.encoder.EncoderSpec;
import io.winnow.descriptor.encoder.FitRecord;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Valid files, as small as they can be: the smaller, the likelier a damage hits structure. */
final class SmallFiles {

  private SmallFiles() {}

  static Encoder encoder() {
    EncoderSpec spec =
        new EncoderSpec(
            "tiny",
            "00ff",
            new InputShape(2, 2, 1),
            new Preprocessing(ChannelOrder.GRAY, 1, List.of(0.0), List.of(1.0)),
            List.of(
                new EncoderSpec.Layer("low", List.of(0)),
                new EncoderSpec.Layer("middle", List.of(1))),
            Aggregation.grid(1),
            2,
            2);
    FitRecord fit =
        new FitRecord(
            3, "abcd", 1, "nd4j", 2, 1.0, 0.0, "gram", new DuplicateCosine(0.8, 0.25, 0.125, 3));
    return new Encoder(spec, fit, new float[] {0.5f, 0.25f}, new float[] {1, 0, 0, 1});
  }

  static byte[] encoderZip(Path directory) throws IOException {
    Path file = directory.resolve("seed.zip");
    EncoderFile.write(encoder(), file);
    return Files.readAllBytes(file);
  }

  /** A matrix of three rows and four columns. */
  static byte[] npy(String type) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (3, 4), }".formatted(type);
    int padding = 64 - (10 + header.length() + 1) % 64;
    String padded = header + " ".repeat(padding) + "\n";
    int bytes = type.endsWith("8") ? Double.BYTES : Float.BYTES;
    ByteBuffer file =
        ByteBuffer.allocate(10 + padded.length() + 12 * bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) padded.length());
    file.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 12; i++) {
      if (bytes == Double.BYTES) {
        file.putDouble(i / 12.0);
      } else {
        file.putFloat(i / 12f);
      }
    }
    return file.array();
  }

  /** Two grey pictures of 3 x 2. */
  static byte[] idx() {
    ByteBuffer file = ByteBuffer.allocate(4 * Integer.BYTES + 12);
    return file.putInt(0x0803).putInt(2).putInt(3).putInt(2).array();
  }

  static byte[] picture(String format) throws IOException {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillOval(2, 2, 12, 12);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("the JDK writes no " + format);
    }
    return out.toByteArray();
  }
}
