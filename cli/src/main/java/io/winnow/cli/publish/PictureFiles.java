package io.winnow.cli.publish;

import io.winnow.cli.console.CommandException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files below a directory, in order of their paths, told apart by extension.
 *
 * @param root the directory
 * @param pictures files named as pictures
 * @param others relative paths of the rest
 */
public record PictureFiles(Path root, List<Path> pictures, List<String> others) {

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "png", "image/png",
          "gif", "image/gif",
          "bmp", "image/bmp");

  /** Copies the lists. */
  public PictureFiles {
    pictures = List.copyOf(pictures);
    others = List.copyOf(others);
  }

  /**
   * Lists a directory and those below it.
   *
   * @throws CommandException if there is no picture or a directory cannot be read
   */
  public static PictureFiles below(Path root) {
    List<Path> pictures = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Path file : files(root)) {
      if (contentType(file) != null) {
        pictures.add(file);
      } else {
        others.add(relative(root, file));
      }
    }
    if (pictures.isEmpty()) {
      throw new CommandException(
          "no pictures (jpg, jpeg, png, gif, bmp) below "
              + root
              + (others.isEmpty() ? "" : ", but " + others.size() + " other files"));
    }
    return new PictureFiles(root, pictures, others);
  }

  /** The media type that a file's extension stands for, or null if it is no picture's. */
  static String contentType(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return CONTENT_TYPES.get(extension);
  }

  /** The path below the root, with {@code /} on every system. */
  String relative(Path file) {
    return relative(root, file);
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static List<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException("cannot list " + root + ": " + e.getMessage(), e);
    }
  }
}
