package io.winnow.cli.audit;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Rounds from {@code first} to {@code last}, both included.
 *
 * @param first at least 1
 * @param last {@link Long#MAX_VALUE}: to the latest
 */
record RoundRange(long first, long last) {

  static final RoundRange ALL = new RoundRange(1, Long.MAX_VALUE);

  /** Reads {@code N}, {@code A..B}, {@code A..} or {@code ..B}. */
  static final class Converter implements ITypeConverter<RoundRange> {
    @Override
    public RoundRange convert(String text) {
      int dots = text.indexOf("..");
      RoundRange range =
          dots < 0
              ? new RoundRange(number(text, text, 0), number(text, text, 0))
              : new RoundRange(
                  number(text, text.substring(0, dots), 1),
                  number(text, text.substring(dots + 2), Long.MAX_VALUE));
      if (range.first() < 1 || range.first() > range.last()) {
        throw refused(text);
      }
      return range;
    }

    private static long number(String text, String digits, long absent) {
      if (digits.isEmpty()) {
        return absent;
      }
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException e) {
        throw refused(text);
      }
    }

    private static TypeConversionException refused(String text) {
      return new TypeConversionException(
          "'" + text + "' is no round, expected N, A..B, A.. or ..B");
    }
  }
}
