package io.winnow.benchmarks.experiment.pool;

import io.winnow.benchmarks.experiment.learner.Examples;
import io.winnow.descriptor.image.DecodedImage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Images to choose from, and behind them the test pictures, which nothing ever chooses.
 *
 * @param spec how it was made
 * @param size images to choose from: positions 0 to size − 1
 * @param images all, the test pictures last
 * @param labels class of each image, from 0
 * @param sources which picture each image to choose from shows: equal numbers are near-duplicates
 * @param arrivals round from which each image to choose from is there
 * @param grey whether one channel says all
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pool(
    PoolSpec spec,
    int size,
    List<DecodedImage> images,
    int[] labels,
    int[] sources,
    int[] arrivals,
    boolean grey) {

  private static final double GREY_MEAN = 0.286;
  private static final double GREY_DEVIATION = 0.353;
  private static final double COLOUR_MEAN = 0.473;
  private static final double COLOUR_DEVIATION = 0.251;

  public Pool {
    images = List.copyOf(images);
  }

  public static int classes() {
    return PictureData.CLASSES;
  }

  /** Ids whose order is that of the positions. */
  public static String imageId(int position) {
    return String.format(Locale.ROOT, "image-%06d", position);
  }

  /** The position of an {@link #imageId}. */
  public static int position(String imageId) {
    return Integer.parseInt(imageId.substring(imageId.indexOf('-') + 1));
  }

  public int[] testPositions() {
    return IntStream.range(size, images.size()).toArray();
  }

  /** The pixels, centred and scaled. */
  public Examples pixels() {
    int width = images.get(0).width();
    int height = images.get(0).height();
    int channels = grey ? 1 : 3;
    float[][] values = new float[images.size()][channels * height * width];
    double mean = grey ? GREY_MEAN : COLOUR_MEAN;
    double deviation = grey ? GREY_DEVIATION : COLOUR_DEVIATION;
    for (int i = 0; i < values.length; i++) {
      byte[] rgb = images.get(i).rgb();
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < height * width; p++) {
          double pixel = Byte.toUnsignedInt(rgb[3 * p + c]) / 255.0;
          values[i][c * height * width + p] = (float) ((pixel - mean) / deviation);
        }
      }
    }
    return new Examples(channels, height, width, values);
  }

  /** SHA-256 over all pixels and labels, in hex. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      images.forEach(image -> digest.update(image.rgb()));
      ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * labels.length);
      numbers.asIntBuffer().put(labels);
      digest.update(numbers);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
