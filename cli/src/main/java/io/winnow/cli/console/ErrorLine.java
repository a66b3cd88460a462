package io.winnow.cli.console;

import io.winnow.schemas.serde.InnermostCause;
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
   * The message where the error was raised for the user's eyes, else what caused it in words: a
   * bare "null" or "3" would tell nothing.
   */
  public static String of(Throwable error) {
    Throwable told = unwrap(error);
    if (told instanceof FileSystemException file && file.getFile() != null) {
      return file.getFile() + ": " + FileFault.reason(file);
    }
    String message = told.getMessage();
    if (speaksForItself(told) && message != null && !message.isBlank()) {
      return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
    Throwable cause = InnermostCause.of(told);
    if (cause != told) {
      return of(cause);
    }
    return InnermostCause.words(cause)
        + (cause.getMessage() == null ? " (--verbose shows where)" : "");
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
