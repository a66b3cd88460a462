package io.winnow.cli.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port: 0 to 65535. */
public final class PortNumber implements ITypeConverter<Integer> {

  private static final int MAX = 65_535;

  @Override
  public Integer convert(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MAX) {
      throw new TypeConversionException("'" + text + "' is no port, expected 0 to " + MAX);
    }
    return Integer.valueOf(text);
  }
}
