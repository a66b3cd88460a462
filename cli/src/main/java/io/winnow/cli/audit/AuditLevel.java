package io.winnow.cli.audit;

import io.winnow.audit.RoundVerdict.Level;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code full}, {@code evidence} or {@code auto}, which is empty. */
final class AuditLevel implements ITypeConverter<Optional<Level>> {

  @Override
  public Optional<Level> convert(String text) {
    return switch (text) {
      case "full" -> Optional.of(Level.FULL);
      case "evidence" -> Optional.of(Level.EVIDENCE);
      case "auto" -> Optional.empty();
      default ->
          throw new TypeConversionException(
              "'" + text + "' is no level, expected full, evidence or auto");
    };
  }
}
