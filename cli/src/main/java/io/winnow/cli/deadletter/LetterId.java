package io.winnow.cli.deadletter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a dead letter lies in the topic of dead letters; written {@code PARTITION:OFFSET}.
 *
 * @param partition from 0
 * @param offset from 0
 */
record LetterId(int partition, long offset) {

  @Override
  public String toString() {
    return partition + ":" + offset;
  }

  /** Reads {@code PARTITION:OFFSET}. */
  static final class Converter implements ITypeConverter<LetterId> {

    private static final Pattern ID = Pattern.compile("(\\d{1,6}):(\\d{1,18})");

    @Override
    public LetterId convert(String text) {
      Matcher matcher = ID.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is no dead letter: PARTITION:OFFSET, as 'dead-letters list' shows it");
      }
      return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
  }
}
