package io.winnow.cli.publish;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file or directory that was passed over.
 *
 * @param name its path below the directory that was given
 * @param reason why, in words
 */
public record SkippedFile(String name, String reason) {

  private static final int NAMED = 10;

  /** Counts what was skipped and names the first of them, in one line; nothing if none was. */
  public static void report(List<SkippedFile> skipped, PrintWriter err) {
    if (!skipped.isEmpty()) {
      err.printf(
          "skipped %d: %s%s%n",
          skipped.size(),
          skipped.stream().limit(NAMED).map(SkippedFile::text).collect(Collectors.joining(", ")),
          skipped.size() > NAMED ? ", ..." : "");
    }
  }

  private String text() {
    return name + " (" + reason + ")";
  }
}
