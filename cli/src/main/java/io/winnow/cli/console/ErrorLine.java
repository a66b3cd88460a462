package io.winnow.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import picocli.CommandLine.ParameterException;

/** Turns an error into the one line that a user sees. */
public final class ErrorLine {

  private ErrorLine() {}

  /**
   * The message where the error was raised for the user's eyes, else the message with the error's
   * type: a bare "null" or "3" would tell nothing.
   */
  public static String of(Throwable error) {
    Throwable told = unwrap(error);
    if (told instanceof FileSystemException file && file.getFile() != null) {
      return file.getFile() + ": " + FileFault.reason(file);
    }
    String message = told.getMessage();
    if (message == null || message.isBlank()) {
      return told.getClass().getSimpleName() + " (--verbose shows where)";
    }
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return speaksForItself(told) ? line : told.getClass().getSimpleName() + ": " + line;
  }

  private static Throwable unwrap(Throwable error) {
    Throwable told = error;
    while ((told instanceof ExecutionException
            || told instanceof CompletionException
            || told instanceof UncheckedIOException)
        && told.getCause() != null) {
      told = told.getCause();
    }
    return told;
  }

  private static boolean speaksForItself(Throwable error) {
    return error.getClass().getName().startsWith("io.winnow.")
        || error instanceof ParameterException
        || error instanceof ConfigException
        || error instanceof IllegalArgumentException
        || error instanceof AuthorizationException
        // Its subclasses carry no more than a path in their messages.
        || error.getClass() == IOException.class;
  }
}
