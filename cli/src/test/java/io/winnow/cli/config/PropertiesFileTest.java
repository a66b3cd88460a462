package io.winnow.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {

  @TempDir private Path directory;

  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("settings");
  }

  @Test
  void shouldSkipAByteOrderMarkAtTheStartAndNowhereElse() throws IOException {
    Files.writeString(file, "\uFEFFa=1\n\uFEFFb=2\n");

    assertThat(PropertiesFile.read("--config", file))
        .containsOnlyKeys("a", "\uFEFFb")
        .containsEntry("a", "1");
  }

  @Test
  void shouldReadUtf8AndRefuseOthers() throws IOException {
    Files.writeString(file, "a=größe\n");
    assertThat(PropertiesFile.read("--config", file)).containsEntry("a", "größe");

    Files.write(file, "a=größe\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("not UTF-8");
  }

  @Test
  void shouldSayWhatIsWrongWithTheFile() throws IOException {
    assertRefused("no such file");
    Files.createDirectory(file);
    assertRefused("Is a directory");
    Files.delete(file);
    Files.writeString(file, "a=\\u12\n");
    assertRefused("Malformed \\uxxxx encoding.");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> PropertiesFile.read("--config", file))
        .isInstanceOf(CommandException.class)
        .hasMessage("--config " + file + ": " + reason);
  }
}
