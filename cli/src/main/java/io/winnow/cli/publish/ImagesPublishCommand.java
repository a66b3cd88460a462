package io.winnow.cli.publish;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.Progress;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.schemas.topic.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow images publish}. */
@Command(
    name = "publish",
    description = {
      "Publish the pictures below a directory, or of an IDX file (the MNIST family's format, also"
          + " gzipped).",
      "A picture of a directory gets its relative path as image id and is published as a file: URI,"
          + " unless --inline is given. Pictures of an IDX file go inline as PNG, with ids"
          + " PREFIX-000001, PREFIX-000002, ...",
      "A picture that cannot be published is reported, the others are published all the same; exit"
          + " code 1 at the end."
    })
final class ImagesPublishCommand implements Callable<Integer> {

  private static final int NAMED_LEFT_OUT = 3;

  @Mixin private ConnectionOptions connection;

  @Parameters(paramLabel = "DIR|IDX", description = "Directory or IDX file.")
  private Path source;

  @Option(
      names = "--pool",
      converter = PoolName.class,
      description = "Pool that the images join (default: ${DEFAULT-VALUE}).")
  private String pool = "default";

  @Option(
      names = "--inline",
      description = "Send the bytes themselves; needed where the worker cannot read your files.")
  private boolean inline;

  @Option(names = "--limit", paramLabel = "N", description = "Publish only the first N.")
  private Long limit;

  @Option(
      names = "--id-prefix",
      paramLabel = "PREFIX",
      description = "Start of the ids of an IDX file's pictures (default: its name).")
  private String idPrefix;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Rejects rejects = new Rejects(spec.commandLine().getErr());
    ImageFeed feed = open();
    try (Cluster cluster = Cluster.connect(connection)) {
      Topic<ImageReceived> topic = cluster.catalog().images();
      cluster.partitionsOf(topic);
      long start = System.nanoTime();
      try (RecordPublisher publisher = new RecordPublisher(cluster)) {
        publish(feed, topic, publisher, rejects);
        report(publisher, topic, System.nanoTime() - start, out);
      }
      reportLeftOut(feed);
    }
    return rejects.count() == 0 ? 0 : 1;
  }

  private ImageFeed open() throws IOException {
    if (limit != null && limit < 1) {
      throw new CommandException("--limit " + limit + " must be at least 1");
    }
    OptionalLong most = limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    if (Files.isDirectory(source)) {
      return new DirectoryFeed(source, most);
    }
    if (Files.isRegularFile(source)) {
      return new IdxFeed(source, idPrefix == null ? baseName(source) : idPrefix, most);
    }
    throw new CommandException(source + ": no such directory or file");
  }

  private void publish(
      ImageFeed feed, Topic<ImageReceived> topic, RecordPublisher publisher, Rejects rejects) {
    try (Progress progress =
        new Progress("images", " images", feed.size(), spec.commandLine().getErr())) {
      for (ImageFeed.Entry entry = feed.next(); entry != null; entry = feed.next()) {
        try {
          publisher.publish(topic.record(entry.imageId(), record(entry)));
        } catch (OversizedValueException e) {
          rejects.add(entry.imageId(), e.getMessage());
        } catch (IOException e) {
          rejects.add(entry.imageId(), "cannot be read: " + e.getMessage());
        }
        progress.step();
      }
      publisher.flush();
    }
  }

  private ImageReceived record(ImageFeed.Entry entry) throws IOException {
    ImageReceived.Builder record =
        ImageReceived.newBuilder().setPool(pool).setContentType(entry.contentType());
    return inline || entry.uri() == null
        ? record.setBytes(ByteBuffer.wrap(entry.content().read())).build()
        : record.setUri(entry.uri()).build();
  }

  private void report(
      RecordPublisher publisher, Topic<ImageReceived> topic, long nanos, PrintWriter out) {
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

  private void reportLeftOut(ImageFeed feed) {
    int count = feed.leftOut().size();
    if (count > 0) {
      String examples =
          String.join(", ", feed.leftOut().subList(0, Math.min(NAMED_LEFT_OUT, count)));
      spec.commandLine()
          .getErr()
          .printf(
              "left out %d files that are no jpg, jpeg, png, gif or bmp by their names: %s%s%n",
              count, examples, count > NAMED_LEFT_OUT ? ", ..." : "");
    }
  }

  private static String baseName(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
