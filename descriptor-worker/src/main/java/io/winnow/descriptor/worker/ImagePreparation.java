package io.winnow.descriptor.worker;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.EncodedFormat;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.PixelBudget;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.descriptor.source.Fetched;
import io.winnow.descriptor.source.Fetcher;
import io.winnow.descriptor.source.InlineImage;
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
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Takes an image record up to the backbone's door: reads the Avro value and checks the names on a
 * thread of its own, has the image fetched if the record only points to it, decodes and resamples
 * on the decoding threads. Thread-safe.
 */
final class ImagePreparation {

  private final Deserializer<ImageReceived> deserializer;
  private final Fetcher fetcher;
  private final ImageDecoder decoder;
  private final PixelBudget pixels;
  private final ImageEncoder encoder;
  private final LoopScope scope;
  private final PreparationThreads threads;
  private final int maxImageBytes;
  private final WorkerMetrics metrics;

  ImagePreparation(
      Deserializer<ImageReceived> deserializer,
      Fetcher fetcher,
      ImageDecoder decoder,
      PixelBudget pixels,
      ImageEncoder encoder,
      LoopScope scope,
      PreparationThreads threads,
      int maxImageBytes,
      WorkerMetrics metrics) {
    this.deserializer = deserializer;
    this.fetcher = fetcher;
    this.decoder = decoder;
    this.pixels = pixels;
    this.encoder = encoder;
    this.scope = scope;
    this.threads = threads;
    this.maxImageBytes = maxImageBytes;
    this.metrics = metrics;
  }

  /**
   * Begins to prepare a record. It ends with {@link Prepared}, {@link Rejected} if the record will
   * never have a descriptor, or {@link Skipped} if another loop has to care for it; with a {@link
   * RegistryUnavailableException} if the record's schema cannot be asked for, which says nothing
   * about the record.
   *
   * @param onFetching runs, on whatever thread, when it begins or ends to wait for its image
   */
  void begin(
      ConsumerRecord<byte[], byte[]> received, Preparation preparation, Runnable onFetching) {
    threads
        .reading()
        .execute(() -> guarded(preparation, () -> read(received, preparation, onFetching)));
  }

  private void read(
      ConsumerRecord<byte[], byte[]> received, Preparation preparation, Runnable onFetching) {
    ImageReceived image;
    String imageId;
    try {
      image = read(received);
      imageId = checkNames(received.key(), image);
    } catch (ImageRejectedException e) {
      // A record that names no pool is everybody's; the loop over all pools reports it.
      preparation
          .outcome()
          .complete(scope.allPools() ? Rejected.of(EncodedFormat.NONE, e) : new Skipped());
      return;
    }
    if (!scope.covers(image.getPool())) {
      preparation.outcome().complete(new Skipped());
      return;
    }
    long begun = System.nanoTime();
    try {
      if (InlineImage.isInline(image)) {
        byte[] encoded = InlineImage.bytes(image, maxImageBytes);
        metrics.fetched(begun);
        decode(preparation, imageId, image, () -> {}, encoded);
      } else {
        fetch(preparation, imageId, image, begun, onFetching);
      }
    } catch (ImageRejectedException e) {
      preparation.outcome().complete(Rejected.of(EncodedFormat.NONE, e));
    }
  }

  private void fetch(
      Preparation preparation,
      String imageId,
      ImageReceived image,
      long begun,
      Runnable onFetching) {
    CompletableFuture<Fetched> fetch = fetcher.fetch(image.getUri());
    preparation.fetching(fetch);
    onFetching.run();
    CompletableFuture<Fetched> unused =
        fetch.whenComplete(
            (fetched, failure) -> {
              metrics.fetched(begun);
              if (fetched != null) {
                preparation.fetched(
                    () -> decode(preparation, imageId, image, fetched::close, fetched.encoded()));
              } else if (failure instanceof ImageRejectedException rejected) {
                preparation.outcome().complete(Rejected.of(EncodedFormat.NONE, rejected));
              } else {
                preparation.outcome().completeExceptionally(failure);
              }
              onFetching.run();
            });
  }

  private void decode(
      Preparation preparation,
      String imageId,
      ImageReceived image,
      Runnable giveBack,
      byte[] encoded) {
    preparation.decoding(
        threads
            .decoding()
            .submit(
                () ->
                    guarded(
                        preparation,
                        () -> {
                          try {
                            preparation.outcome().complete(decode(imageId, image, encoded));
                          } finally {
                            giveBack.run();
                          }
                        })));
  }

  /** Whatever goes wrong in a thread must come out of the preparation. */
  private static void guarded(Preparation preparation, Task task) {
    if (preparation.outcome().isCancelled()) {
      return;
    }
    try {
      task.run();
    } catch (InterruptedException e) {
      preparation.outcome().cancel(false);
    } catch (RuntimeException | Error e) {
      preparation.outcome().completeExceptionally(e);
    }
  }

  @FunctionalInterface
  private interface Task {
    void run() throws InterruptedException;
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
      throws InterruptedException {
    EncodedFormat format = EncodedFormat.of(encoded);
    try {
      return metrics.timeDecode(() -> prepared(imageId, image, encoded, format));
    } catch (ImageRejectedException e) {
      return Rejected.of(format, e);
    }
  }

  private Outcome prepared(
      String imageId, ImageReceived image, byte[] encoded, EncodedFormat format)
      throws ImageRejectedException, InterruptedException {
    try (PixelBudget.Lease lease = pixels.lease()) {
      DecodedImage decoded = decoder.decode(encoded, lease);
      ImageRef ref =
          new ImageRef(image.getUri(), sha256(encoded), decoded.width(), decoded.height());
      return new Prepared(imageId, image, ref, format, encoder.prepare(decoded));
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
