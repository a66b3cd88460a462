package io.winnow.cli.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.topic.Keys;
import io.winnow.streams.intake.RejectedRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Images by address or with their bytes, with attributes and the time they were taken. */
final class ImageLineFormat implements JsonLineFormat<ImageReceived> {

  private static final String POOL = "pool";

  /** What the worker has a source for; what is behind the scheme is for that source to judge. */
  private static final Pattern SCHEME = Pattern.compile("(?i)(file|https?|s3):.+");

  private final String pool;
  private final String idPrefix;
  private final TakenIds taken;

  /**
   * @param pool of lines that name none
   * @param idPrefix put before every id
   */
  ImageLineFormat(String pool, String idPrefix, TakenIds taken) {
    this.pool = pool;
    this.idPrefix = idPrefix;
    this.taken = taken;
  }

  @Override
  public Keyed<ImageReceived> read(ObjectNode line) {
    if (!line.has(POOL)) {
      line.put(POOL, pool);
    }
    Keyed<ImageReceived> image = JsonLineFormat.plain(ImageReceived.class, line);
    return new Keyed<>(idPrefix + image.imageId(), image.value());
  }

  @Override
  public void check(Keyed<ImageReceived> record, ProducerRecord<byte[], byte[]> sent)
      throws RejectedRecordException {
    ImageReceived image = record.value();
    try {
      Keys.checkImageId(record.imageId());
      Keys.checkPool(image.getPool());
    } catch (IllegalArgumentException e) {
      throw new RejectedRecordException(e.getMessage(), e);
    }
    requireOneSource(image);
    Optional<String> another = another(record.imageId(), image);
    if (another.isPresent()) {
      throw new RejectedRecordException(taken(record.imageId(), another.get()));
    }
    taken.add(record.imageId(), image);
  }

  /** Why an id cannot be had. */
  static String taken(String imageId, String picture) {
    return "id '%s' is taken by %s; --id-prefix makes another".formatted(imageId, picture);
  }

  private static void requireOneSource(ImageReceived image) throws RejectedRecordException {
    if ((image.getUri() == null) == (image.getBytes() == null)) {
      throw new RejectedRecordException(
          image.getUri() == null ? "neither uri nor bytes is set" : "both uri and bytes are set");
    }
    if (image.getUri() != null && !SCHEME.matcher(image.getUri()).matches()) {
      throw new RejectedRecordException(
          "uri does not start with file:, http:, https: or s3: and go on");
    }
    if (image.getBytes() != null && !image.getBytes().hasRemaining()) {
      throw new RejectedRecordException("bytes are empty");
    }
  }

  private Optional<String> another(String imageId, ImageReceived image) {
    ByteBuffer bytes = image.getBytes();
    ImageFeed.Content content = bytes == null ? null : () -> array(bytes);
    try {
      return taken.another(image.getPool(), imageId, image.getUri(), content);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.duplicate().get(array);
    return array;
  }
}
