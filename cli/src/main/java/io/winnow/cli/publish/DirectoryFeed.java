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
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pictures below a directory, in order of their relative paths, which are their image ids (with
 * {@code /} on every system). A picture is told by its extension; the worker trusts the bytes
 * alone.
 */
final class DirectoryFeed implements ImageFeed {

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "png", "image/png",
          "gif", "image/gif",
          "bmp", "image/bmp");

  private final Path root;
  private final List<Path> pictures;
  private final List<String> leftOut;
  private int position;

  /**
   * Lists the directory.
   *
   * @throws CommandException if there is no picture or a directory cannot be read
   */
  DirectoryFeed(Path root, OptionalLong limit) {
    this.root = root;
    List<Path> found = new ArrayList<>();
    List<String> others = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().collect(Collectors.toList())) {
        if (contentType(file) != null) {
          found.add(file);
        } else {
          others.add(imageId(file));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException("cannot list " + root + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new CommandException(
          "no pictures (jpg, jpeg, png, gif, bmp) below "
              + root
              + ", "
              + others.size()
              + " other files");
    }
    pictures = found.subList(0, Math.toIntExact(ImageFeed.limited(found.size(), limit)));
    leftOut = others;
  }

  @Override
  public long size() {
    return pictures.size();
  }

  @Override
  public Entry next() {
    if (position == pictures.size()) {
      return null;
    }
    Path file = pictures.get(position++);
    return new Entry(
        imageId(file),
        contentType(file),
        file.toAbsolutePath().normalize().toUri().toString(),
        () -> Files.readAllBytes(file));
  }

  @Override
  public List<String> leftOut() {
    return leftOut;
  }

  @Override
  public void close() {
    // Nothing is held open between two pictures.
  }

  private String imageId(Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static String contentType(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return CONTENT_TYPES.get(extension);
  }
}
