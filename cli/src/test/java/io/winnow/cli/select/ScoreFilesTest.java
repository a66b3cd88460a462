package io.winnow.cli.select;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ScoreFilesTest {

  private static final String MARK = "\uFEFF";
  private static final String CSV = "imageId,uncertainty\na,4\n";
  private static final String JSON =
      "{\"imageId\":\"a\",\"prediction\":{\"classes\":[\"x\",\"y\"],\"probabilities\":[0.6,0.4]}}\n";

  @Test
  void shouldSkipAByteOrderMarkAtTheStart() throws IOException {
    assertThat(firstId(new CsvScores("s.csv", bytes(MARK + CSV)))).isEqualTo("a");
    assertThat(firstId(new JsonLinesScores("s.jsonl", bytes(MARK + JSON)))).isEqualTo("a");
  }

  @Test
  void shouldNotSkipASecondOneBeforeJson() {
    assertThatThrownBy(() -> firstId(new JsonLinesScores("s.jsonl", bytes(MARK + MARK + JSON))))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("s.jsonl:1");
  }

  private static String firstId(ScoreReader reader) throws IOException {
    try (reader) {
      return reader.next().imageId();
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
