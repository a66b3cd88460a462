package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is known before it is there.
 *
 * @param name file name
 * @param size bytes
 * @param algorithm of the digest, e.g. {@code SHA-256}
 * @param digest lower-case hex
 */
public record PinnedFile(String name, long size, String algorithm, String digest) {

  /** The digest of a file by this one's algorithm, lower-case hex. */
  public String digestOf(Path file) throws IOException {
    MessageDigest sum = sum();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  /** Whether a file of this size and digest lies at a path. */
  public boolean isAt(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == size && digestOf(file).equals(digest);
  }

  private MessageDigest sum() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no digest " + algorithm, e);
    }
  }
}
