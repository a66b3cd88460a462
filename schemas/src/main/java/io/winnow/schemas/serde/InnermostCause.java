package io.winnow.schemas.serde;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.SslAuthenticationException;

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
    List<Throwable> chain = List.copyOf(told(error));
    return chain.get(chain.size() - 1);
  }

  /** The causes from the outermost to the one to tell of; each once, should they go in a circle. */
  private static Set<Throwable> told(Throwable error) {
    Set<Throwable> chain = new LinkedHashSet<>();
    Throwable next = error;
    while (next != null && chain.add(next)) {
      next = isOwn(next) ? null : next.getCause();
    }
    return chain;
  }

  /** Its message in one line, in words; names the type where the message alone says nothing. */
  public static String words(Throwable error) {
    Throwable told = of(error);
    return advice(told).orElseGet(() -> layer(error, message(told)));
  }

  /** Certificate checks say what they miss, but not that TLS wanted it. */
  private static String layer(Throwable error, String message) {
    boolean tls =
        told(error).stream()
            .anyMatch(e -> e instanceof SSLException || e instanceof SslAuthenticationException);
    return tls && !message.contains("SSL") ? "SSL handshake failed: " + message : message;
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
