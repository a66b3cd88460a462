package io.winnow.descriptor.backbone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real weights and pictures beside the project, or where {@code WINNOW_SHARED_DATA} says. */
public final class SharedData {

  private SharedData() {}

  /** A file or folder in it; the test is skipped where there is none. */
  public static Path require(String relative) {
    String set = System.getenv("WINNOW_SHARED_DATA");
    Path data = set == null ? Path.of("..", "..", "shared", "data") : Path.of(set);
    Path wanted = data.resolve(relative);
    assumeTrue(
        Files.exists(wanted), "skipped: no " + wanted + " (set WINNOW_SHARED_DATA to the data)");
    return wanted;
  }
}
