package io.winnow.cli.encoder;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.FileFault;
import io.winnow.cli.publish.PictureFiles;
import io.winnow.cli.publish.SkippedFile;
import io.winnow.descriptor.image.CifarImages;
import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.IdxImages;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A seeded sample of the pictures below a directory, in an IDX file or in a binary file of
 * CIFAR-10. A picture that cannot be decoded is skipped by the iteration that finds it, and left
 * out by all that follow, so that they are the same. For one thread.
 */
final class ImageSample implements Iterable<DecodedImage> {

  /** A file larger than that is skipped unread. */
  private static final int MAX_FILE_BYTES = 1 << 28;

  /** Reads one picture. */
  @FunctionalInterface
  private interface Source {
    DecodedImage read(int index) throws IOException, ImageRejectedException;
  }

  private final int[] chosen;
  private final Source images;
  private final IntFunction<String> names;
  private final List<SkippedFile> unlisted;

  /** Why, by place in {@link #chosen}. */
  private final TreeMap<Integer, String> undecodable = new TreeMap<>();

  private ImageSample(
      int[] chosen, Source images, IntFunction<String> names, List<SkippedFile> unlisted) {
    this.chosen = chosen;
    this.images = images;
    this.names = names;
    this.unlisted = unlisted;
  }

  /**
   * Draws a sample without replacement; all images where there are no more than {@code size}.
   *
   * @param maxPixels pictures with more are skipped
   * @throws CommandException if there is no such directory or file
   */
  static ImageSample of(Path source, int size, long seed, int maxPixels) throws IOException {
    if (Files.isDirectory(source)) {
      PictureFiles files = PictureFiles.below(source);
      List<PictureFiles.Picture> pictures = files.pictures();
      ImageDecoder decoder = new ImageDecoder(maxPixels);
      return new ImageSample(
          draw(pictures.size(), size, seed),
          index -> decoder.decode(read(pictures.get(index).file())),
          index -> source + "/" + pictures.get(index).imageId(),
          files.skipped());
    }
    if (Files.isRegularFile(source) && CifarImages.isNamed(source)) {
      CifarImages cifar = CifarImages.read(source);
      return numbered(draw(cifar.count(), size, seed), cifar::decoded);
    }
    if (Files.isRegularFile(source)) {
      IdxImages idx = IdxImages.read(source);
      return numbered(draw(idx.count(), size, seed), idx::decoded);
    }
    throw new CommandException(source + ": no such directory or file");
  }

  private static ImageSample numbered(int[] chosen, Source images) {
    return new ImageSample(chosen, images, index -> "image " + index, List.of());
  }

  /** Images that an iteration gives, as far as is known. */
  int size() {
    return chosen.length - undecodable.size();
  }

  /** File or number of an image, by its place in the last iteration. */
  String name(int place) {
    return names.apply(chosen[decodable().skip(place).findFirst().orElseThrow()]);
  }

  /** What was left out so far. */
  List<SkippedFile> skipped() {
    List<SkippedFile> skipped = new ArrayList<>(unlisted);
    undecodable.forEach(
        (place, reason) -> skipped.add(new SkippedFile(names.apply(chosen[place]), reason)));
    return skipped;
  }

  @Override
  public Iterator<DecodedImage> iterator() {
    return decodable().mapToObj(this::decode).filter(image -> image != null).iterator();
  }

  private IntStream decodable() {
    return IntStream.range(0, chosen.length).filter(place -> !undecodable.containsKey(place));
  }

  /** Null for a picture that has to be skipped. */
  private DecodedImage decode(int place) {
    try {
      return images.read(chosen[place]);
    } catch (ImageRejectedException e) {
      undecodable.put(place, e.getMessage());
    } catch (IOException e) {
      undecodable.put(place, FileFault.reason(e));
    }
    return null;
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

  private static byte[] read(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] content = input.readNBytes(MAX_FILE_BYTES + 1);
      if (content.length > MAX_FILE_BYTES) {
        throw new IOException("has more than %,d bytes".formatted(MAX_FILE_BYTES));
      }
      return content;
    }
  }
}
