package io.winnow.schemas.serde;

import java.util.regex.Pattern;

/** Makes messages of libraries fit to be part of a one-line error. */
public final class OneLine {
  private static final int MAX_CHARS = 300;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private OneLine() {}

  /** The message, or the type where there is none, in one line of at most 300 characters. */
  public static String of(Throwable error) {
    String message = error.getMessage();
    return of(message == null ? error.getClass().getSimpleName() : message);
  }

  /** The text in one line of at most 300 characters. */
  public static String of(String text) {
    String line = SPACE.matcher(text).replaceAll(" ").strip();
    return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS - 3) + "...";
  }
}
