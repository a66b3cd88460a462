package io.winnow.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before long work whether its result can be written. */
public final class OutputPath {

  private static final String NOT_WRITABLE = "no right to write, or a read-only file system";

  private OutputPath() {}

  /**
   * Makes sure that a file can be written; writes nothing.
   *
   * @param option that named it, for messages
   * @throws CommandException if it cannot, naming option and path
   */
  public static void requireFile(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new CommandException(option + " " + file + " is a directory, a file is wanted");
    }
    Path directory = file.toAbsolutePath().normalize().getParent();
    if (!Files.isDirectory(directory)) {
      throw new CommandException(option + " " + file + ": there is no directory " + directory);
    }
    if (!Files.isWritable(Files.exists(file) ? file : directory)) {
      throw new CommandException(option + " " + file + " cannot be written: " + NOT_WRITABLE);
    }
  }

  /**
   * Makes sure that files can be written into a directory, which is made where it is missing.
   *
   * @param option that names another, for messages
   * @param names files that will be written
   * @throws CommandException if they cannot, naming option and path
   */
  public static void requireDirectory(String option, Path directory, String... names) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandException(
          directory + " cannot be made: " + FileFault.reason(e) + "; " + option + " names another",
          e);
    }
    if (!Files.isWritable(directory)) {
      throw refused(directory, option);
    }
    for (String name : names) {
      Path file = directory.resolve(name);
      if (Files.exists(file) && (Files.isDirectory(file) || !Files.isWritable(file))) {
        throw refused(file, option);
      }
    }
  }

  private static CommandException refused(Path path, String option) {
    return new CommandException(
        path + " cannot be written: " + NOT_WRITABLE + "; " + option + " names another");
  }
}
