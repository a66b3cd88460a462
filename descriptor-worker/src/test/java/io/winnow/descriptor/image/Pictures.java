package io.winnow.descriptor.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * Pictures that other programs wrote (cwebp, ImageMagick, Pillow), as test resources. Those that
 * lie in no folder show gradient.png: a green field top left, a vertical gradient from red to blue
 * elsewhere, 48x32.
 */
final class Pictures {

  private Pictures() {}

  static byte[] read(String name) {
    try (InputStream in = Pictures.class.getResourceAsStream("/images/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no test picture " + name);
      }
      return name.endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mean absolute difference of the samples, in grey levels. */
  static double difference(DecodedImage a, DecodedImage b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException(
          "%dx%d against %dx%d".formatted(a.width(), a.height(), b.width(), b.height()));
    }
    long sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return (double) sum / a.rgb().length;
  }
}
