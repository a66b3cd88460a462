package io.winnow.cli.publish;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.ImageReceived;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which picture has which id of a pool, as far as the images topic was read, and in this run. A
 * second picture under an id would be lost: the first descriptor of an image counts.
 */
final class TakenIds {

  private static final String DIGEST = "sha256:";

  /** Address, or digest of inline bytes; by pool and id. */
  private final Map<String, String> pictures = new HashMap<>();

  private final boolean noting;

  private TakenIds(boolean noting) {
    this.noting = noting;
  }

  /** Notes what it is told. */
  static TakenIds noting() {
    return new TakenIds(true);
  }

  /** Takes every id for free, and needs no memory. */
  static TakenIds unknown() {
    return new TakenIds(false);
  }

  /**
   * Reads the newest records of the images topic.
   *
   * @param most records to read; empty: all
   * @return how many older ones were not read
   */
  long read(Cluster cluster, OptionalLong most) {
    try (TopicReader<ImageReceived> reader =
        new TopicReader<>(cluster, cluster.catalog().images())) {
      if (most.isPresent()) {
        return reader.readNewest(most.getAsLong(), this::add);
      }
      reader.readAll(this::add);
      return 0;
    }
  }

  /** Notes a record that is there. */
  void add(String imageId, ImageReceived image) {
    if (noting
        && imageId != null
        && image != null
        && (image.getUri() != null || image.getBytes() != null)) {
      pictures.putIfAbsent(
          key(image.getPool(), imageId),
          image.getUri() != null ? image.getUri() : digest(image.getBytes()));
    }
  }

  /**
   * The picture that has the id, if it is another one. The same address, or the same bytes, is the
   * same picture: to publish it again is no mistake.
   *
   * @param uri null if it has none
   * @param content its bytes, read only where the id was published with bytes; null if unknown
   */
  Optional<String> another(String pool, String imageId, String uri, ImageFeed.Content content)
      throws IOException {
    String there = pictures.get(key(pool, imageId));
    if (there == null || there.equals(uri)) {
      return Optional.empty();
    }
    if (!there.startsWith(DIGEST)) {
      return Optional.of(there);
    }
    return content != null && there.equals(digest(ByteBuffer.wrap(content.read())))
        ? Optional.empty()
        : Optional.of("a picture published with its bytes (" + there + ")");
  }

  /** A pool's name has no slash. */
  private static String key(String pool, String imageId) {
    return pool + "/" + imageId;
  }

  private static String digest(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return DIGEST + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
