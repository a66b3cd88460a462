package io.winnow.cli.publish;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.Progress;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.schemas.topic.Topic;
import io.winnow.streams.intake.RejectedRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes a JSONL file: each line is the record as JSON plus {@code imageId}, the key. Lines that
 * their readers will take are published, others reported as {@code FILE:LINE: reason}; blank lines
 * carry nothing.
 *
 * @param <V> record type
 */
final class JsonLinesPublisher<V extends SpecificRecord> {

  private static final String STANDARD_INPUT = "-";

  private final JsonLineFormat<V> format;
  private final Topic<V> topic;
  private final Cluster cluster;
  private final PrintWriter out;
  private final PrintWriter err;

  JsonLinesPublisher(
      JsonLineFormat<V> format, Topic<V> topic, Cluster cluster, PrintWriter out, PrintWriter err) {
    this.format = format;
    this.topic = topic;
    this.cluster = cluster;
    this.out = out;
    this.err = err;
  }

  /**
   * Publishes the file; {@code -} is standard input.
   *
   * @param what plural name of the records, for the report
   * @param limit most lines to publish
   * @return the exit code: 1 if a line was bad
   */
  int publish(String file, String what, OptionalLong limit) throws IOException {
    cluster.partitionsOf(topic);
    Rejects rejects = new Rejects(err);
    long start = System.nanoTime();
    try (JsonLines lines = new JsonLines(open(file));
        RecordPublisher publisher = new RecordPublisher(cluster)) {
      publishLines(file, what, limit.orElse(Long.MAX_VALUE), lines, publisher, rejects);
      long nanos = System.nanoTime() - start;
      out.printf(
          Locale.ROOT,
          "published %d %s to %s in %.1f s: %s%n",
          publisher.acknowledged(),
          what,
          topic.name(),
          nanos / 1e9,
          Progress.rate(publisher.acknowledged(), what, nanos));
    }
    if (rejects.count() > 0) {
      err.println(rejects.count() + " bad lines were not published");
    }
    return rejects.count() == 0 ? 0 : 1;
  }

  private void publishLines(
      String file,
      String what,
      long limit,
      JsonLines lines,
      RecordPublisher publisher,
      Rejects rejects)
      throws IOException {
    try (Progress progress = new Progress(what, " lines", -1, err)) {
      long published = 0;
      for (byte[] line = lines.next(); line != null && published < limit; line = lines.next()) {
        try {
          String text = JsonLines.decode(line);
          if (!text.isEmpty()) {
            publisher.publish(record(text));
            published++;
          }
        } catch (CharacterCodingException e) {
          rejects.add(file + ":" + lines.number(), "not UTF-8");
        } catch (IllegalArgumentException | OversizedValueException | RejectedRecordException e) {
          rejects.add(file + ":" + lines.number(), e.getMessage());
        }
        progress.step();
      }
      publisher.flush();
    }
  }

  private ProducerRecord<byte[], byte[]> record(String text) throws RejectedRecordException {
    JsonLineFormat.Keyed<V> record = format.read(AvroJson.parse(text));
    ProducerRecord<byte[], byte[]> sent = topic.record(record.imageId(), record.value());
    format.check(record, sent);
    return sent;
  }

  private static InputStream open(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new CommandException(file + ": no such file", e);
    }
  }
}
