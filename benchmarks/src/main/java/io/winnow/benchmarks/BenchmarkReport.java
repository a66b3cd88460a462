package io.winnow.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of one benchmark.
 *
 * @param title what was measured
 * @param command how to measure it again
 * @param method how it was measured, a sentence each
 * @param environment where and when
 * @param rows the table: column title to a text or number, in the same order in every row
 * @param findings conclusions, a sentence each
 */
record BenchmarkReport(
    String title,
    String command,
    List<String> method,
    Environment environment,
    List<Map<String, Object>> rows,
    List<String> findings) {

  /** A cell for people: four digits of a fraction are enough. */
  static String cell(Object value) {
    if (!(value instanceof Number number)) {
      return String.valueOf(value);
    }
    double real = number.doubleValue();
    if (real == Math.rint(real) && Math.abs(real) < 1e15) {
      return String.format(Locale.ROOT, "%,d", number.longValue());
    }
    int decimals = Math.abs(real) >= 1_000 ? 0 : Math.abs(real) >= 10 ? 1 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", real);
  }
}
