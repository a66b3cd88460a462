package io.winnow.schemas.serde;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Says in words why something failed. What wraps an exception often says only where it passed by:
 * "Exception caught in process", "Error opening store". Winnow's own exceptions name their cause
 * themselves, so the outermost of them is told; of others the innermost.
 */
public final class InnermostCause {

  private static final String OWN_PACKAGE = "io.winnow.";

  private InnermostCause() {}

  /** The exception to tell of. */
  public static Throwable of(Throwable error) {
    Throwable told = error;
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    while (seen.add(told)) {
      if (isOwn(told) || told.getCause() == null) {
        return told;
      }
      told = told.getCause();
    }
    return told;
  }

  /** Its message in one line, in words; names the type where the message alone says nothing. */
  public static String words(Throwable error) {
    Throwable told = of(error);
    return advice(told).orElseGet(() -> message(told));
  }

  private static boolean isOwn(Throwable error) {
    return error.getClass().getName().startsWith(OWN_PACKAGE) && error.getMessage() != null;
  }

  private static String message(Throwable error) {
    String message = error.getMessage();
    if (message == null || message.isBlank()) {
      return kind(error);
    }
    String line = OneLine.of(message);
    // A path, a number or a class name alone, or what only a developer understands.
    boolean bare = line.indexOf(' ') < 0;
    boolean bug = error.getClass().getPackageName().equals("java.lang");
    return !isOwn(error) && (bare || bug) ? kind(error) + ": " + line : line;
  }

  /** {@code NoSuchFileException}: no such file. */
  private static String kind(Throwable error) {
    String name = error.getClass().getSimpleName();
    String bare = name.replaceFirst("(Exception|Error)$", "");
    return (bare.isEmpty() ? name : bare)
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** For failures whose message does not hint at what to do. */
  private static Optional<String> advice(Throwable error) {
    if (error instanceof LinkageError
        && error.toString().contains(UnsatisfiedLinkError.class.getSimpleName())) {
      return Optional.of(
          "a native library cannot be loaded: "
              + OneLine.of(error)
              + "; the directory of temporary files, "
              + System.getProperty("java.io.tmpdir")
              + ", must be writable and not mounted noexec (-Djava.io.tmpdir=DIR in"
              + " WINNOW_JAVA_OPTS names another)");
    }
    if (error instanceof OutOfMemoryError) {
      return Optional.of(
          "out of memory: " + OneLine.of(error) + " (-Xmx in WINNOW_JAVA_OPTS gives more heap)");
    }
    return Optional.empty();
  }
}
