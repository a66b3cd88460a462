package io.winnow.cli.kafka;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a pool's name: 1 to 200 characters of {@code [A-Za-z0-9._-]}. */
public final class PoolName implements ITypeConverter<String> {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  @Override
  public String convert(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no pool name: 1 to 200 characters of A-Z a-z 0-9 . _ -");
    }
    return text;
  }
}
