package io.winnow.descriptor.published;

import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.schemas.EncoderPublished;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers the pieces of one encoder from the records of the topic, in whatever order they come. */
public final class PieceCollector {

  private final String encoderId;
  private final Map<Integer, EncoderPublished> byChunk = new TreeMap<>();

  public PieceCollector(String encoderId) {
    this.encoderId = encoderId;
  }

  /** Returns whether a record of this key belongs to the encoder; no other needs to be decoded. */
  public boolean wants(String key) {
    return EncoderPieces.encoderId(key).equals(encoderId);
  }

  /**
   * Takes a record; a later one of the same number replaces an earlier one.
   *
   * @param piece null: the piece was deleted
   */
  public void take(String key, EncoderPublished piece) {
    if (piece != null) {
      byChunk.put(piece.getChunk(), piece);
    } else {
      byChunk
          .values()
          .removeIf(known -> EncoderPieces.key(encoderId, known.getChunk()).equals(key));
    }
  }

  /** Returns whether all pieces of one file are here. */
  public boolean complete() {
    EncoderPublished first = byChunk.get(0);
    return first != null && ofFile(first).size() == first.getChunks();
  }

  /** Returns the SHA-256 of the file, as its first piece says. */
  public String fileSha256() {
    return byChunk.get(0).getSha256();
  }

  /**
   * Returns the encoder, or empty while pieces are missing.
   *
   * @throws EncoderException if the pieces do not make the encoder
   */
  public Optional<Encoder> encoder() {
    return complete()
        ? Optional.of(EncoderPieces.join(encoderId, ofFile(byChunk.get(0))))
        : Optional.empty();
  }

  /** An earlier publication may have been cut otherwise and left pieces beyond the last one. */
  private List<EncoderPublished> ofFile(EncoderPublished first) {
    List<EncoderPublished> pieces = new ArrayList<>();
    for (EncoderPublished piece : byChunk.values()) {
      if (piece.getSha256().equals(first.getSha256()) && piece.getChunks() == first.getChunks()) {
        pieces.add(piece);
      }
    }
    return pieces;
  }
}
