package io.winnow.cli.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.cli.Winnow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DocumentedSelectionTest {

  private static final Pattern COMMAND =
      Pattern.compile("\\./winnow (select --scores docs[^`]*?--sr 2)");
  private static final Pattern DIGEST =
      Pattern.compile("`(--measure \\S+)` besides, the selection digest is\\s+`(\\p{XDigit}{64})`");

  @Test
  void shouldGiveTheDigestThatThePageShowsByTheCommandThatItShows() throws IOException {
    String page = Files.readString(Path.of("../docs/offline.md"));
    Matcher command = COMMAND.matcher(page);
    Matcher digest = DIGEST.matcher(page);
    assertThat(command.find()).isTrue();
    assertThat(digest.find()).isTrue();

    JsonNode selected = json(command.group(1) + " " + digest.group(1) + " --json");

    assertThat(selected.get("selected").intValue()).isEqualTo(6);
    assertThat(selected.get("selectionDigest").textValue()).isEqualTo(digest.group(2));
  }

  private static JsonNode json(String command) throws IOException {
    StringWriter out = new StringWriter();
    CommandLine winnow = Winnow.commandLine().setOut(new PrintWriter(out, true));
    String[] words =
        Stream.of(command.split("[\\s\\\\]+"))
            .map(word -> word.startsWith("docs/") ? "../" + word : word)
            .toArray(String[]::new);
    assertThat(winnow.execute(words)).isZero();
    return new ObjectMapper().readTree(out.toString());
  }
}
