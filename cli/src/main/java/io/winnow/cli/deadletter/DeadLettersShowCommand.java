package io.winnow.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.ErrorLine;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.TopicScan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow dead-letters show}. */
@Command(
    name = "show",
    description =
        "Show one dead letter: why and where it was given up, its headers, and its value decoded as"
            + " far as it goes.")
final class DeadLettersShowCommand implements Callable<Integer> {

  private static final int SHOWN_CHARS = 4_000;

  @Parameters(
      paramLabel = "ID",
      converter = LetterId.Converter.class,
      description = "The dead letter, PARTITION:OFFSET as 'list' shows it.")
  private LetterId id;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the value's original bytes to this file.")
  private Path out;

  @Option(
      names = "--json",
      description = "Print what 'list' has, \"headers\", \"exception\", \"form\" and \"value\".")
  private boolean json;

  @Mixin private ConnectionOptions connection;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Cluster cluster = Cluster.connect(connection)) {
      StoredLetter stored = find(cluster);
      if (out != null) {
        write(stored);
      }
      LetterValue value = LetterValue.of(cluster.catalog(), stored);
      if (json) {
        spec.commandLine().getOut().println(JsonText.of(toJson(stored, value)));
      } else {
        print(stored, value);
      }
      return 0;
    }
  }

  private StoredLetter find(Cluster cluster) {
    try (TopicScan scan = new TopicScan(cluster, cluster.catalog().deadLetters())) {
      return scan.at(id.partition(), id.offset())
          .flatMap(record -> StoredLetter.of(record, cluster.unreadable()))
          .orElseThrow(
              () ->
                  new CommandException(
                      "topic "
                          + cluster.catalog().deadLetters().name()
                          + " has no dead letter "
                          + id));
    }
  }

  private void write(StoredLetter stored) {
    byte[] value = stored.record().value();
    if (value == null) {
      throw new CommandException(
          "dead letter "
              + id
              + " has no value to write"
              + (stored.truncated() ? ": it was too large to be kept" : ""));
    }
    try {
      Files.write(out, value);
    } catch (IOException e) {
      throw new CommandException("cannot write " + out + ": " + ErrorLine.of(e), e);
    }
  }

  private static ObjectNode toJson(StoredLetter stored, LetterValue value) {
    ObjectNode node = LetterText.row(stored);
    node.put("exception", stored.letter().exception().orElse(null));
    ArrayNode headers = node.putArray("headers");
    for (Header header : stored.originalHeaders()) {
      headers.addObject().put("name", header.key()).put("value", text(header));
    }
    node.put("form", value.form());
    node.set("value", value.content());
    return node;
  }

  private void print(StoredLetter stored, LetterValue value) {
    PrintWriter writer = spec.commandLine().getOut();
    line(writer, "dead letter", stored.id() + ", written " + stored.writtenAt());
    line(writer, "reason", stored.letter().reason());
    line(writer, "given up by", stored.letter().stage());
    line(writer, "from", stored.source() + ", timestamp " + stored.letter().sourceTimestamp());
    line(writer, "key", LetterText.key(stored) == null ? "-" : LetterText.key(stored));
    for (Header header : stored.originalHeaders()) {
      String content = text(header);
      line(writer, "header", header.key() + ": " + (content == null ? "-" : content));
    }
    byte[] bytes = stored.record().value();
    line(writer, "value", (bytes == null ? "" : bytes.length + " bytes, ") + value.form());
    if (!value.content().isNull()) {
      writer.println(cut(shown(value.content())));
    }
    stored
        .letter()
        .exception()
        .ifPresent(trace -> trace.lines().forEach(line -> line(writer, "exception", line)));
  }

  private static void line(PrintWriter writer, String name, String content) {
    writer.printf("%-12s %s%n", name, LetterText.printable(content));
  }

  private static String text(Header header) {
    return header.value() == null ? null : LetterText.text(header.value());
  }

  private static String shown(JsonNode content) {
    return content.isTextual() ? LetterText.printable(content.textValue()) : JsonText.of(content);
  }

  private static String cut(String text) {
    return text.length() <= SHOWN_CHARS
        ? text
        : text.substring(0, SHOWN_CHARS) + "\n... " + text.length() + " characters (--json: all)";
  }
}
