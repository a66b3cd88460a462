package io.winnow.cli.encoder;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.publish.PictureFiles;
import io.winnow.descriptor.image.CifarImages;
import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.IdxImages;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A seeded sample of the pictures below a directory, in an IDX file or in a binary file of
 * CIFAR-10; every iteration is the same.
 */
final class ImageSample implements Iterable<DecodedImage> {

  private static final int MAX_PIXELS = 50_000_000;

  private final int[] chosen;
  private final IntFunction<DecodedImage> images;
  private final IntFunction<String> names;

  private ImageSample(int[] chosen, IntFunction<DecodedImage> images, IntFunction<String> names) {
    this.chosen = chosen;
    this.images = images;
    this.names = names;
  }

  /**
   * Draws a sample without replacement; all images where there are no more than {@code size}.
   *
   * @throws CommandException if there is no such directory or file
   */
  static ImageSample of(Path source, int size, long seed) throws IOException {
    if (Files.isDirectory(source)) {
      List<Path> files = PictureFiles.below(source).pictures();
      ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
      return new ImageSample(
          draw(files.size(), size, seed),
          index -> decode(decoder, files.get(index)),
          index -> files.get(index).toString());
    }
    if (Files.isRegularFile(source) && CifarImages.isNamed(source)) {
      CifarImages cifar = CifarImages.read(source);
      return new ImageSample(
          draw(cifar.count(), size, seed), cifar::decoded, index -> "image " + index);
    }
    if (Files.isRegularFile(source)) {
      IdxImages idx = IdxImages.read(source);
      return new ImageSample(
          draw(idx.count(), size, seed), idx::decoded, index -> "image " + index);
    }
    throw new CommandException(source + ": no such directory or file");
  }

  int size() {
    return chosen.length;
  }

  /** File or number of an image, by its place in the sample. */
  String name(int place) {
    return names.apply(chosen[place]);
  }

  @Override
  public Iterator<DecodedImage> iterator() {
    return Arrays.stream(chosen).mapToObj(images).iterator();
  }

  /** The first of a Fisher-Yates shuffle, in ascending order so that files are read in theirs. */
  private static int[] draw(int count, int size, long seed) {
    int[] order = new int[count];
    Arrays.setAll(order, index -> index);
    Random random = new Random(seed);
    int drawn = Math.min(count, size);
    for (int i = 0; i < drawn; i++) {
      int j = i + random.nextInt(count - i);
      int taken = order[j];
      order[j] = order[i];
      order[i] = taken;
    }
    int[] sample = Arrays.copyOf(order, drawn);
    Arrays.sort(sample);
    return sample;
  }

  private static DecodedImage decode(ImageDecoder decoder, Path file) {
    try {
      return decoder.decode(Files.readAllBytes(file));
    } catch (IOException | ImageRejectedException e) {
      throw new CommandException(file + ": " + e.getMessage(), e);
    }
  }
}
