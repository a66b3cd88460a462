package io.winnow.cli.select;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Reads files of scores as {@code winnow select} does, for the fuzzer. */
public final class ScoreFiles {

  private ScoreFiles() {}

  /** Reads a CSV file to its end. */
  public static void readCsv(byte[] content) throws IOException {
    try (ScoreReader reader = new CsvScores("scores.csv", new ByteArrayInputStream(content))) {
      readAll(reader);
    }
  }

  /** Reads a JSONL file to its end. */
  public static void readJsonLines(byte[] content) throws IOException {
    try (ScoreReader reader =
        new JsonLinesScores("scores.jsonl", new ByteArrayInputStream(content))) {
      readAll(reader);
    }
  }

  private static void readAll(ScoreReader reader) throws IOException {
    while (reader.next() != null) {
      // The next one throws, or there is none.
    }
  }
}
