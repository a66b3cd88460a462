package io.winnow.cli.publish;

import java.io.PrintWriter;

/** Reports what could not be published, one line each, and counts it. */
final class Rejects {

  private final PrintWriter err;
  private long count;

  Rejects(PrintWriter err) {
    this.err = err;
  }

  void add(String where, String reason) {
    err.println(where + ": " + reason);
    count++;
  }

  long count() {
    return count;
  }
}
