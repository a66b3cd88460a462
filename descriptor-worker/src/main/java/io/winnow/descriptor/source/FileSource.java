package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Files below one root. Symbolic links are resolved before the path is compared with the root, so a
 * link inside the root that points outside is refused; a path outside is refused without looking
 * whether it exists.
 */
final class FileSource implements UriSource {

  private final Path root;
  private final Path realRoot;
  private final int maxBytes;

  /**
   * @param root an existing directory
   * @throws IllegalArgumentException if it is none
   */
  FileSource(Path root, int maxBytes) {
    this.root = root.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
    try {
      realRoot = root.toRealPath();
    } catch (IOException e) {
      throw new IllegalArgumentException("file root " + root + " cannot be resolved: " + e, e);
    }
    if (!Files.isDirectory(realRoot)) {
      throw new IllegalArgumentException("file root " + root + " is not a directory");
    }
  }

  @Override
  public byte[] read(URI uri) throws ImageRejectedException, IOException {
    Path path = pathOf(uri);
    if (!path.startsWith(root) && !path.startsWith(realRoot)) {
      throw outside(uri);
    }
    try {
      Path real = path.toRealPath();
      if (!real.startsWith(realRoot)) {
        throw outside(uri);
      }
      if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
        throw new ImageRejectedException(RejectionKind.NOT_FOUND, uri + " is not a regular file");
      }
      return readWithin(real, uri);
    } catch (NoSuchFileException e) {
      throw new ImageRejectedException(RejectionKind.NOT_FOUND, uri + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new ImageRejectedException(
          RejectionKind.NOT_FOUND, uri + " is not readable by the worker", e);
    }
  }

  private byte[] readWithin(Path file, URI uri) throws ImageRejectedException, IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      // The size is counted while reading: a file may grow after it was looked at.
      byte[] content = in.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw Rejections.tooManyBytes(uri, maxBytes);
      }
      return content;
    }
  }

  private static Path pathOf(URI uri) throws ImageRejectedException {
    try {
      return Path.of(uri).normalize();
    } catch (IllegalArgumentException e) {
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE, uri + " is not a file path: " + e.getMessage(), e);
    }
  }

  private static ImageRejectedException outside(URI uri) {
    return new ImageRejectedException(
        RejectionKind.FORBIDDEN_SOURCE, uri + " is not below the allowed root (file.root)");
  }
}
