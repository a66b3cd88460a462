package io.winnow.selection.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Running digest of the records of a topic's partition: h₀ is 32 zero bytes, and
 *
 * <pre>hₙ = SHA-256(hₙ₋₁ ‖ timestamp ‖ length of key ‖ key ‖ length of value ‖ value)</pre>
 *
 * <p>with the timestamp as 8 and lengths as 4 bytes, big-endian; the length of an absent key or
 * value is -1.
 */
public final class InputChain {

  /** h₀. */
  public static final String START = "0".repeat(64);

  private static final HexFormat HEX = HexFormat.of();

  private final MessageDigest sha256;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private byte[] head;

  /**
   * @param digest to go on from; {@link #START} for the first record
   */
  public InputChain(String digest) {
    head = HEX.parseHex(digest);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds a record.
   *
   * @param timestamp milliseconds since the epoch
   * @param key its bytes, or null
   * @param value its bytes, or null
   */
  public void add(long timestamp, byte[] key, byte[] value) {
    sha256.update(head);
    sha256.update(number.clear().putLong(timestamp).array());
    add(key);
    add(value);
    head = sha256.digest();
  }

  /** Returns the digest of all records so far as 64 lower-case hexadecimal digits. */
  public String digest() {
    return HEX.formatHex(head);
  }

  /** Returns the digest of all records so far as 32 bytes. */
  public byte[] toBytes() {
    return head.clone();
  }

  private void add(byte[] field) {
    sha256.update(
        number.clear().putInt(field == null ? -1 : field.length).array(), 0, Integer.BYTES);
    if (field != null) {
      sha256.update(field);
    }
  }
}
