package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Files below one root. Symbolic links are resolved before the path is compared with the root, so a
 * link inside the root that points outside is refused; a path outside is refused without looking
 * whether it exists. The resolved path is then walked from the root, directory by directory,
 * without following links: what is exchanged for a link after the comparison is not followed
 * either.
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
  public void check(ImageAddress address) throws ImageRejectedException {
    Path path = pathOf(address);
    if (!path.startsWith(root) && !path.startsWith(realRoot)) {
      throw outside(address);
    }
  }

  @Override
  public byte[] read(ImageAddress address, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException {
    check(address);
    Path path = pathOf(address);
    try {
      Path real = path.toRealPath();
      if (!real.startsWith(realRoot)) {
        throw outside(address);
      }
      if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
        throw new ImageRejectedException(
            RejectionKind.NOT_FOUND, address.shown() + " is not a regular file");
      }
      return readWithin(real, address, memory);
    } catch (NoSuchFileException e) {
      throw new ImageRejectedException(
          RejectionKind.NOT_FOUND, address.shown() + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new ImageRejectedException(
          RejectionKind.NOT_FOUND, address.shown() + " is not readable by the worker", e);
    }
  }

  private byte[] readWithin(Path file, ImageAddress address, ByteBudget.Lease memory)
      throws ImageRejectedException, IOException {
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(realRoot)) {
      if (!(directory instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("the file system of " + root + " cannot be walked safely");
      }
      return read(secure, realRoot.relativize(file), address, memory);
    }
  }

  private byte[] read(
      SecureDirectoryStream<Path> directory,
      Path file,
      ImageAddress address,
      ByteBudget.Lease memory)
      throws ImageRejectedException, IOException {
    if (file.getNameCount() > 1) {
      try (SecureDirectoryStream<Path> next =
          directory.newDirectoryStream(file.getName(0), LinkOption.NOFOLLOW_LINKS)) {
        return read(next, file.subpath(1, file.getNameCount()), address, memory);
      }
    }
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (SeekableByteChannel channel = directory.newByteChannel(file, options);
        InputStream in = Channels.newInputStream(channel)) {
      // The size is counted while reading, too: a file may grow after it was looked at.
      return BoundedBody.read(in, channel.size(), maxBytes, memory);
    } catch (BoundedBody.TooLargeException e) {
      throw Rejections.tooManyBytes(address.shown(), maxBytes);
    }
  }

  private static Path pathOf(ImageAddress address) throws ImageRejectedException {
    try {
      return Path.of(address.uri()).normalize();
    } catch (IllegalArgumentException e) {
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE,
          address.shown() + " is not a file path: " + e.getMessage(),
          e);
    }
  }

  private static ImageRejectedException outside(ImageAddress address) {
    return new ImageRejectedException(
        RejectionKind.FORBIDDEN_SOURCE,
        address.shown() + " is not below the allowed root (file.root)");
  }
}
