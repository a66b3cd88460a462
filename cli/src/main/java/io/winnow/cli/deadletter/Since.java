package io.winnow.cli.deadletter;

import io.winnow.cli.console.Durations;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an instant: in ISO-8601, or how long ago it was. */
final class Since implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      return text.indexOf('T') > 0
          ? Instant.parse(text)
          : Instant.now().minus(Durations.parse(text));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + text + "' is no time; write for example 2026-11-30T12:00:00Z, 2h or 7d");
    }
  }
}
