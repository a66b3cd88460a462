package io.winnow.selection.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Composite keys whose unsigned byte order is the order the ledger iterates in.
 *
 * <p>Text parts end with a zero byte; pool names and image ids contain none. Numbers are eight
 * bytes, big endian, mapped so that byte order is numeric order.
 */
public final class StoreKey {

  private StoreKey() {}

  /** Joins text parts, each terminated by a zero byte. */
  public static byte[] of(String... parts) {
    byte[][] encoded = new byte[parts.length][];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      encoded[i] = parts[i].getBytes(UTF_8);
      length += encoded[i].length + 1;
    }
    byte[] key = new byte[length];
    int position = 0;
    for (byte[] part : encoded) {
      System.arraycopy(part, 0, key, position, part.length);
      position += part.length + 1;
    }
    return key;
  }

  /** Returns {@code prefix} followed by a number that sorts numerically. */
  public static byte[] numbered(byte[] prefix, long number) {
    return ByteBuffer.allocate(prefix.length + Long.BYTES)
        .put(prefix)
        .putLong(number ^ Long.MIN_VALUE)
        .array();
  }

  /** Returns pool, number and image id as one key: an index over the images of a pool. */
  public static byte[] indexed(byte[] poolPrefix, long number, String imageId) {
    byte[] id = imageId.getBytes(UTF_8);
    return ByteBuffer.allocate(poolPrefix.length + Long.BYTES + id.length)
        .put(poolPrefix)
        .putLong(number ^ Long.MIN_VALUE)
        .put(id)
        .array();
  }

  /** Returns the image id of a key made by {@link #indexed}. */
  public static String indexedImageId(byte[] key, int poolPrefixLength) {
    int start = poolPrefixLength + Long.BYTES;
    return new String(key, start, key.length - start, UTF_8);
  }

  /** Returns the number of a key made by {@link #indexed} or {@link #numbered}. */
  public static long indexedNumber(byte[] key, int poolPrefixLength) {
    return ByteBuffer.wrap(key).getLong(poolPrefixLength) ^ Long.MIN_VALUE;
  }

  /** Returns the image id of a key made by {@code of(pool, imageId)}. */
  public static String lastPart(byte[] key, int prefixLength) {
    return new String(key, prefixLength, key.length - prefixLength - 1, UTF_8);
  }

  /** Returns the smallest key greater than every key that starts with {@code prefix}. */
  public static byte[] after(byte[] prefix) {
    byte[] end = prefix.clone();
    for (int i = end.length - 1; i >= 0; i--) {
      if (end[i] != (byte) 0xFF) {
        end[i]++;
        return Arrays.copyOf(end, i + 1);
      }
    }
    throw new IllegalArgumentException("no key follows a prefix of 0xFF bytes only");
  }

  /** Returns the smallest key greater than {@code key}. */
  static byte[] following(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /**
   * Maps an uncertainty so that ascending numbers are descending uncertainties. IEEE 754 doubles of
   * one sign compare like their bits; negative ones are flipped to sort below the positive.
   *
   * @param uncertainty finite
   */
  public static long descending(double uncertainty) {
    long bits = Double.doubleToLongBits(uncertainty + 0.0); // -0.0 + 0.0 is 0.0
    long ascending = bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    return ~ascending;
  }

  /** Inverse of {@link #descending}. */
  public static double uncertainty(long descending) {
    long ascending = ~descending;
    return Double.longBitsToDouble(ascending < 0 ? ascending ^ Long.MAX_VALUE : ascending);
  }
}
