package io.winnow.descriptor.encoder;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Running SHA-256 and count of the prepared images of a sample. */
final class SampleDigest {

  private final MessageDigest digest;
  private int count;

  SampleDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  void add(float[] pixels) {
    digest.update(NpyArray.littleEndian(pixels));
    count++;
  }

  int count() {
    return count;
  }

  /** The digest so far; adding may go on. */
  String hex() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }
}
