package io.winnow.cli.publish;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.FileFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What images are published from. */
enum ImageFileKind {
  DIRECTORY,
  JSON_LINES,
  /** A picture by itself. */
  PICTURE,
  /** None of the others: an IDX file, or nothing that is known. */
  IDX;

  private static final String STANDARD_INPUT = "-";

  /**
   * Looks at a file's first bytes; one named {@code .jsonl} is JSON lines, whatever it holds.
   *
   * @throws CommandException if there is no such directory or file
   */
  static ImageFileKind of(Path source) {
    if (source.toString().equals(STANDARD_INPUT)) {
      return JSON_LINES;
    }
    if (Files.isDirectory(source)) {
      return DIRECTORY;
    }
    if (!Files.isRegularFile(source)) {
      throw new CommandException(source + ": no such directory or file");
    }
    try {
      return of(source.getFileName().toString(), PictureContent.head(source));
    } catch (IOException e) {
      throw new CommandException(source + ": " + FileFault.reason(e), e);
    }
  }

  private static ImageFileKind of(String name, byte[] head) {
    // As Latin-1, in which a byte-order mark is three characters.
    String start =
        new String(head, StandardCharsets.ISO_8859_1).replaceFirst("^\u00ef\u00bb\u00bf", "");
    if (name.toLowerCase(Locale.ROOT).endsWith(".jsonl") || start.strip().startsWith("{")) {
      return JSON_LINES;
    }
    return PictureContent.mediaType(head).isPresent() ? PICTURE : IDX;
  }
}
