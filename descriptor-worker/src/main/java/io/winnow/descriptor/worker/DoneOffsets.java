package io.winnow.descriptor.worker;

import java.util.Base64;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata of a committed offset: {@code done:} and, in base64 without padding, a bit for each
 * offset from the committed one on, lowest bit first, set if that offset is done. Empty if none is.
 */
final class DoneOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(DoneOffsets.class);

  private static final String PREFIX = "done:";

  private DoneOffsets() {}

  static String format(BitSet done) {
    return done.isEmpty()
        ? ""
        : PREFIX + Base64.getEncoder().withoutPadding().encodeToString(done.toByteArray());
  }

  /** Reads metadata; what somebody else wrote says that nothing is done. */
  static BitSet parse(String metadata) {
    if (metadata == null || metadata.isEmpty()) {
      return new BitSet();
    }
    if (metadata.startsWith(PREFIX)) {
      try {
        return BitSet.valueOf(Base64.getDecoder().decode(metadata.substring(PREFIX.length())));
      } catch (IllegalArgumentException e) {
        LOG.warn("Metadata of a committed offset are not base64: {}", e.getMessage());
        return new BitSet();
      }
    }
    LOG.warn("Metadata of a committed offset are not the worker's and say nothing to it");
    return new BitSet();
  }
}
