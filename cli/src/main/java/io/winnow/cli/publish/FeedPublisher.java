package io.winnow.cli.publish;

import io.winnow.cli.console.FileFault;
import io.winnow.cli.console.Progress;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.schemas.topic.Keys;
import io.winnow.schemas.topic.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Publishes a feed's images to a pool, and says what came of it. */
final class FeedPublisher {

  private static final int NAMED_LEFT_OUT = 3;

  private final Cluster cluster;
  private final Topic<ImageReceived> topic;
  private final String pool;
  private final boolean inline;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param inline whether the bytes go even where there is an address
   */
  FeedPublisher(Cluster cluster, String pool, boolean inline, PrintWriter out, PrintWriter err) {
    this.cluster = cluster;
    this.topic = cluster.catalog().images();
    this.pool = pool;
    this.inline = inline;
    this.out = out;
    this.err = err;
  }

  /**
   * Publishes the feed.
   *
   * @return the exit code: 1 if an image could not be published or a file not be looked at
   */
  int publish(ImageFeed feed, TakenIds taken) {
    Rejects rejects = new Rejects(err);
    long start = System.nanoTime();
    try (RecordPublisher publisher = new RecordPublisher(cluster)) {
      publish(feed, taken, publisher, rejects);
      report(publisher, System.nanoTime() - start);
    }
    if (rejects.count() > 0) {
      err.println(rejects.count() + " images were not published");
    }
    reportLeftOut(feed.leftOut());
    SkippedFile.report(feed.skipped(), err);
    return rejects.count() == 0 && feed.skipped().isEmpty() ? 0 : 1;
  }

  private void publish(ImageFeed feed, TakenIds taken, RecordPublisher publisher, Rejects rejects) {
    try (Progress progress = new Progress("images", " images", feed.size(), err)) {
      for (ImageFeed.Entry entry = feed.next(); entry != null; entry = feed.next()) {
        try {
          publish(entry, taken, publisher, rejects);
        } catch (OversizedValueException | IllegalArgumentException e) {
          rejects.add(entry.imageId(), e.getMessage());
        } catch (IOException e) {
          rejects.add(entry.imageId(), "cannot be read: " + FileFault.reason(e));
        }
        progress.step();
      }
      publisher.flush();
    }
  }

  private void publish(
      ImageFeed.Entry entry, TakenIds taken, RecordPublisher publisher, Rejects rejects)
      throws IOException {
    Keys.checkImageId(entry.imageId());
    Optional<String> another = taken.another(pool, entry.imageId(), entry.uri(), entry.content());
    if (another.isPresent()) {
      rejects.add(entry.imageId(), ImageLineFormat.taken(entry.imageId(), another.get()));
      return;
    }
    // A feed's ids differ from each other by their making, so none is noted here.
    publisher.publish(topic.record(entry.imageId(), record(entry)));
  }

  private ImageReceived record(ImageFeed.Entry entry) throws IOException {
    ImageReceived.Builder record =
        ImageReceived.newBuilder().setPool(pool).setContentType(entry.contentType());
    return inline || entry.uri() == null
        ? record.setBytes(ByteBuffer.wrap(entry.content().read())).build()
        : record.setUri(entry.uri()).build();
  }

  private void report(RecordPublisher publisher, long nanos) {
    out.printf(
        Locale.ROOT,
        "published %d images to %s, pool %s, in %.1f s: %s, %.1f MB%n",
        publisher.acknowledged(),
        topic.name(),
        pool,
        nanos / 1e9,
        Progress.rate(publisher.acknowledged(), "images", nanos),
        publisher.acknowledgedBytes() / 1e6);
  }

  private void reportLeftOut(List<String> others) {
    if (!others.isEmpty()) {
      err.printf(
          "left out %d files that are no %s: %s%s%n",
          others.size(),
          PictureContent.FORMATS,
          String.join(", ", others.subList(0, Math.min(NAMED_LEFT_OUT, others.size()))),
          others.size() > NAMED_LEFT_OUT ? ", ..." : "");
    }
  }
}
