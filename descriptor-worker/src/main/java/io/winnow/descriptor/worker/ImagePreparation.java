package io.winnow.descriptor.worker;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.EncodedFormat;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.PixelBudget;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.descriptor.source.ImageSource;
import io.winnow.descriptor.worker.Outcome.Prepared;
import io.winnow.descriptor.worker.Outcome.Rejected;
import io.winnow.descriptor.worker.Outcome.Skipped;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.serde.RegistryUnavailableException;
import io.winnow.schemas.topic.Keys;
import io.winnow.schemas.topic.RecordTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Takes an image record up to the backbone's door: reads the Avro value, checks the names, fetches,
 * decodes, resamples. Thread-safe; runs on the fetch threads.
 */
final class ImagePreparation {

  private final Deserializer<ImageReceived> deserializer;
  private final ImageSource source;
  private final ImageDecoder decoder;
  private final PixelBudget pixels;
  private final ImageEncoder encoder;
  private final LoopScope scope;
  private final WorkerMetrics metrics;

  ImagePreparation(
      Deserializer<ImageReceived> deserializer,
      ImageSource source,
      ImageDecoder decoder,
      PixelBudget pixels,
      ImageEncoder encoder,
      LoopScope scope,
      WorkerMetrics metrics) {
    this.deserializer = deserializer;
    this.source = source;
    this.decoder = decoder;
    this.pixels = pixels;
    this.encoder = encoder;
    this.scope = scope;
    this.metrics = metrics;
  }

  /**
   * Prepares one image.
   *
   * @return {@link Prepared}, {@link Rejected} if this record will never have a descriptor, or
   *     {@link Skipped} if another loop has to care for it
   * @throws RegistryUnavailableException if the record's schema cannot be asked for; says nothing
   *     about the record
   * @throws InterruptedException if the worker is closing or the partition was taken away
   */
  Outcome prepare(ConsumerRecord<byte[], byte[]> received) throws InterruptedException {
    ImageReceived image;
    String imageId;
    try {
      image = read(received);
      imageId = checkNames(received.key(), image);
    } catch (ImageRejectedException e) {
      // A record that names no pool is everybody's; the loop over all pools reports it.
      return scope.allPools() ? Rejected.of(EncodedFormat.NONE, e) : new Skipped();
    }
    if (!scope.covers(image.getPool())) {
      return new Skipped();
    }
    EncodedFormat format = EncodedFormat.NONE;
    try {
      byte[] encoded = metrics.timeFetch(() -> source.fetch(image));
      format = EncodedFormat.of(encoded);
      return metrics.timeDecode(() -> decode(imageId, image, encoded));
    } catch (ImageRejectedException e) {
      return Rejected.of(format, e);
    }
  }

  private ImageReceived read(ConsumerRecord<byte[], byte[]> received)
      throws ImageRejectedException {
    if (!RecordTime.valid(received.timestamp())) {
      throw new ImageRejectedException(
          RejectionKind.INVALID_TIMESTAMP, RecordTime.problem(received.timestamp()).orElseThrow());
    }
    if (received.value() == null) {
      throw new ImageRejectedException(
          RejectionKind.MALFORMED_RECORD, "the record has no value (a tombstone)");
    }
    try {
      return deserializer.deserialize(received.topic(), received.value());
    } catch (MalformedRecordException e) {
      throw new ImageRejectedException(RejectionKind.MALFORMED_RECORD, e.getMessage(), e);
    }
  }

  private static String checkNames(byte[] key, ImageReceived image) throws ImageRejectedException {
    try {
      Keys.checkPool(image.getPool());
      return Keys.imageId(key);
    } catch (IllegalArgumentException e) {
      throw new ImageRejectedException(RejectionKind.INVALID_NAME, e.getMessage(), e);
    }
  }

  private Outcome decode(String imageId, ImageReceived image, byte[] encoded)
      throws ImageRejectedException, InterruptedException {
    try (PixelBudget.Lease lease = pixels.lease()) {
      DecodedImage decoded = decoder.decode(encoded, lease);
      ImageRef ref =
          new ImageRef(image.getUri(), sha256(encoded), decoded.width(), decoded.height());
      return new Prepared(imageId, image, ref, EncodedFormat.of(encoded), encoder.prepare(decoded));
    }
  }

  private static String sha256(byte[] encoded) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
