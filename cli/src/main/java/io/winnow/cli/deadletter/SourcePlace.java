package io.winnow.cli.deadletter;

import io.winnow.schemas.deadletter.DeadLetter;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where records came from, as log lines name it: {@code TOPIC}, {@code TOPIC-PARTITION} or {@code
 * TOPIC-PARTITION@OFFSET}.
 *
 * @param topic full name, or the name without the prefix
 * @param partition empty: all
 * @param offset empty: all
 */
record SourcePlace(String topic, OptionalInt partition, OptionalLong offset) {

  boolean holds(String prefix, DeadLetter letter) {
    return (letter.sourceTopic().equals(topic) || letter.sourceTopic().equals(prefix + topic))
        && (partition.isEmpty() || partition.getAsInt() == letter.sourcePartition())
        && (offset.isEmpty() || offset.getAsLong() == letter.sourceOffset());
  }

  /** Reads a place. */
  static final class Converter implements ITypeConverter<SourcePlace> {

    private static final Pattern PLACE =
        Pattern.compile("([A-Za-z0-9._-]+?)(?:-(\\d{1,6})(?:@(\\d{1,18}))?)?");

    @Override
    public SourcePlace convert(String text) {
      Matcher matcher = PLACE.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is no place: TOPIC, TOPIC-PARTITION or TOPIC-PARTITION@OFFSET");
      }
      return new SourcePlace(
          matcher.group(1),
          matcher.group(2) == null
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseInt(matcher.group(2))),
          matcher.group(3) == null
              ? OptionalLong.empty()
              : OptionalLong.of(Long.parseLong(matcher.group(3))));
    }
  }
}
