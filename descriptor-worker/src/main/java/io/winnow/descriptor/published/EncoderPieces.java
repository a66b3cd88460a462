package io.winnow.descriptor.published;

import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.schemas.EncoderPublished;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An encoder file as the pieces that the encoders topic carries. A file may have tens of megabytes,
 * a record has one at most.
 */
public final class EncoderPieces {

  /** Room in a record for what is not the piece itself, in bytes. */
  private static final int OVERHEAD_BYTES = 1024;

  private EncoderPieces() {}

  /** Returns the record key of a piece. */
  public static String key(String encoderId, int chunk) {
    return encoderId + "/" + chunk;
  }

  /** Returns the encoder id that a record key starts with, or the whole key if it names none. */
  static String encoderId(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  /**
   * Cuts an encoder's file.
   *
   * @param maxValueBytes most bytes of a record's value, above 1,024
   */
  public static List<EncoderPublished> of(Encoder encoder, int maxValueBytes) {
    if (maxValueBytes <= OVERHEAD_BYTES) {
      throw new IllegalArgumentException(
          "pieces of an encoder need values above %d bytes, the topic takes %d"
              .formatted(OVERHEAD_BYTES, maxValueBytes));
    }
    byte[] file = file(encoder);
    int length = maxValueBytes - OVERHEAD_BYTES;
    int chunks = (file.length + length - 1) / length;
    List<EncoderPublished> pieces = new ArrayList<>(chunks);
    for (int chunk = 0; chunk < chunks; chunk++) {
      int start = chunk * length;
      pieces.add(
          new EncoderPublished(
              encoder.encoderId(),
              chunk,
              chunks,
              sha256(file),
              ByteBuffer.wrap(file, start, Math.min(length, file.length - start)).slice()));
    }
    return pieces;
  }

  /**
   * Puts an encoder together.
   *
   * @param pieces all of one file, in order
   * @throws EncoderException if they do not make the encoder that they claim to
   */
  static Encoder join(String encoderId, List<EncoderPublished> pieces) {
    int size = pieces.stream().mapToInt(piece -> piece.getBytes().remaining()).sum();
    ByteBuffer file = ByteBuffer.allocate(size);
    pieces.forEach(piece -> file.put(piece.getBytes().duplicate()));
    if (!sha256(file.array()).equals(pieces.get(0).getSha256())) {
      throw new EncoderException(
          "published encoder %s: its %d pieces are not those of one file"
              .formatted(encoderId, pieces.size()));
    }
    Encoder encoder = read(encoderId, file.array());
    if (!encoder.encoderId().equals(encoderId)) {
      throw new EncoderException(
          "published encoder %s is %s".formatted(encoderId, encoder.encoderId()));
    }
    return encoder;
  }

  private static byte[] file(Encoder encoder) {
    try {
      Path copy = Files.createTempFile("winnow-encoder-", ".zip");
      try {
        EncoderFile.write(encoder, copy);
        return Files.readAllBytes(copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new EncoderException(
          "cannot write encoder " + encoder.encoderId() + ": " + e.getMessage(), e);
    }
  }

  private static Encoder read(String encoderId, byte[] file) {
    try {
      Path copy = Files.createTempFile("winnow-encoder-", ".zip");
      try {
        Files.write(copy, file);
        return EncoderFile.read(copy);
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new EncoderException(
          "cannot read published encoder " + encoderId + ": " + e.getMessage(), e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
