package io.winnow.cli.publish;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.topic.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
      "Publish the pictures below a directory, of an IDX file (the MNIST family's format, also"
          + " gzipped), or of a JSONL file.",
      "Below a directory a picture is told by its first bytes, whatever its name ("
          + PictureContent.FORMATS
          + "). Its image id is its path below the directory, in which bytes that are no UTF-8,"
          + " control characters, and a percent sign before two hex digits are written as %%XX; it"
          + " is published as a file: URI, unless --inline is given.",
      "Pictures of an IDX file go inline as PNG, with ids PREFIX-000001, PREFIX-000002, ...",
      "A line of JSONL is an ImageReceived as JSON, with the field imageId besides: a URI (file:,"
          + " http:, https:, s3:) or base64 bytes, and what filters and annotators need:",
      "  {\"imageId\":\"a\",\"pool\":\"street\",\"uri\":\"s3://bucket/a.jpg\",\"capturedAt\":"
          + "\"2026-11-30T12:00:00Z\",\"attributes\":{\"site\":\"north\"}}",
      "What cannot be published is named, the rest is published all the same; exit code 1 at the"
          + " end. Files that are no pictures are counted and change no exit code."
    })
final class ImagesPublishCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions connection;

  @Parameters(
      paramLabel = "DIR|IDX|FILE.jsonl",
      description = "Directory or file; - is JSONL from standard input.")
  private Path source;

  @Option(
      names = "--pool",
      converter = PoolName.class,
      description =
          "Pool that the images join; of JSONL those that name none (default: ${DEFAULT-VALUE}).")
  private String pool = "default";

  @Option(
      names = "--inline",
      description =
          "Send a directory's pictures themselves; needed where the worker cannot read your files.")
  private boolean inline;

  @Option(names = "--limit", paramLabel = "N", description = "Publish only the first N.")
  private Long limit;

  @Option(
      names = "--id-prefix",
      paramLabel = "PREFIX",
      description = "Start of every id, such as day1/ (default: none; of an IDX file its name).")
  private String idPrefix;

  @Mixin private IdCheck ids;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (limit != null && limit < 1) {
      throw new UsageException("--limit " + limit + " must be at least 1");
    }
    ids.requireValid();
    ImageFileKind kind = ImageFileKind.of(source);
    if (kind == ImageFileKind.JSON_LINES && inline) {
      throw new UsageException("--inline goes with a directory; lines of JSONL have uri or bytes");
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Cluster cluster = Cluster.connect(connection)) {
      Topic<ImageReceived> topic = cluster.catalog().images();
      cluster.partitionsOf(topic);
      if (kind == ImageFileKind.JSON_LINES) {
        return publishLines(cluster, topic, ids.taken(cluster, err));
      }
      ImageFeed feed = open(kind, topic.maxMessageBytes());
      return new FeedPublisher(cluster, pool, inline, spec.commandLine().getOut(), err)
          .publish(feed, ids.taken(cluster, err));
    }
  }

  private int publishLines(Cluster cluster, Topic<ImageReceived> topic, TakenIds taken)
      throws IOException {
    String prefix = idPrefix == null ? "" : idPrefix;
    return new JsonLinesPublisher<>(
            new ImageLineFormat(pool, prefix, taken),
            topic,
            cluster,
            spec.commandLine().getOut(),
            spec.commandLine().getErr())
        .publish(source.toString(), "images", most());
  }

  private ImageFeed open(ImageFileKind kind, int maxBytes) throws IOException {
    return switch (kind) {
      case DIRECTORY ->
          new DirectoryFeed(source, idPrefix == null ? "" : idPrefix, maxBytes, most());
      case PICTURE ->
          throw new CommandException(source + " is a single picture: name its directory");
      default -> new IdxFeed(source, idPrefix == null ? baseName(source) : idPrefix, most());
    };
  }

  private OptionalLong most() {
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  private static String baseName(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
