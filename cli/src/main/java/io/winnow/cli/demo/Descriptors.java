package io.winnow.cli.demo;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.Progress;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.ImageDescribed;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** The worker's descriptors as they come in. */
final class Descriptors {
  private static final Duration STALLED = Duration.ofSeconds(60);

  private final String encoderId;
  private final SortedMap<String, float[]> vectors = new TreeMap<>();

  Descriptors(String encoderId) {
    this.encoderId = encoderId;
  }

  /** The vectors, by image id. */
  SortedMap<String, float[]> vectors() {
    return vectors;
  }

  /**
   * Waits until so many images are described.
   *
   * @throws CommandException if none comes for a minute
   */
  void await(TopicReader<ImageDescribed> reader, int count, PrintWriter err) {
    try (Progress progress = new Progress("describing", " images", count, err)) {
      while (vectors.size() < count) {
        int before = vectors.size();
        reader.await((imageId, described) -> take(imageId, described, progress) == count, STALLED);
        if (vectors.size() == before) {
          throw new CommandException(
              "%d of %d images are described, and no more came for %d s"
                  .formatted(before, count, STALLED.toSeconds()));
        }
      }
    }
  }

  private int take(String imageId, ImageDescribed described, Progress progress) {
    if (described != null && described.getEncoderId().equals(encoderId)) {
      vectors.putIfAbsent(imageId, floats(described.getVector()));
      progress.stepTo(vectors.size());
    }
    return vectors.size();
  }

  private static float[] floats(ByteBuffer bytes) {
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
