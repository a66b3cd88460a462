package io.winnow.cli.select;

import io.winnow.selection.offline.ImageScore;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads a file of scores one by one. */
interface ScoreReader extends Closeable {

  /**
   * Returns the next score, or null at the end.
   *
   * @throws io.winnow.cli.console.CommandException if it cannot be used, naming file and line
   */
  ImageScore next() throws IOException;

  /** Returns the measure that the file's form implies, if there is only one that could work. */
  Optional<String> impliedMeasure();
}
