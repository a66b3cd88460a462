package io.winnow.cli.console;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress of long work on standard error: a bar with a rate in a terminal, a plain line every few
 * seconds elsewhere, so that log files stay readable.
 */
public final class Progress implements AutoCloseable {

  /** Set by the launcher, the only one that can tell: whether standard error is a terminal. */
  static final String TERMINAL_PROPERTY = "winnow.stderr.terminal";

  private static final int TERMINAL_INTERVAL_MS = 200;
  private static final int PLAIN_INTERVAL_MS = 5_000;

  private final ProgressBar bar;

  /**
   * Starts to show.
   *
   * @param task what is being done, one or two words
   * @param unit what is counted, for example {@code " images"}
   * @param total how many there are; -1 if unknown
   * @param err standard error
   */
  public Progress(String task, String unit, long total, PrintWriter err) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(unit, 1)
            .setInitialMax(total)
            .showSpeed();
    if (Boolean.getBoolean(TERMINAL_PROPERTY)) {
      builder.setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR);
      builder.setUpdateIntervalMillis(TERMINAL_INTERVAL_MS);
    } else {
      builder.setStyle(ProgressBarStyle.ASCII);
      builder.setUpdateIntervalMillis(PLAIN_INTERVAL_MS);
      builder.setConsumer(
          new DelegatingProgressBarConsumer(
              line -> {
                err.println(line.strip());
                err.flush();
              }));
    }
    bar = builder.build();
  }

  /** Counts one more. */
  public void step() {
    bar.step();
  }

  /** Shows so many in all. */
  public void stepTo(long done) {
    bar.stepTo(done);
  }

  /** Shows that it is done, where the total was only an upper bound. */
  public void complete() {
    bar.maxHint(bar.getCurrent());
  }

  /** Says what is being done now. */
  public void describe(String text) {
    bar.setExtraMessage(" " + text);
  }

  @Override
  public void close() {
    bar.close();
  }

  /**
   * A rate in words, such as {@code "250 images/s"}.
   *
   * @param nanos time taken
   */
  public static String rate(long count, String unit, long nanos) {
    double perSecond = count / Math.max(1e-9, nanos / 1e9);
    String format = perSecond < 10 ? "%.1f %s/s" : "%.0f %s/s";
    return String.format(Locale.ROOT, format, perSecond, unit);
  }
}
