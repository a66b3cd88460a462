package io.winnow.descriptor.image;

import java.util.Locale;

/** Why an image record became a dead letter; the values of the metric tag {@code kind}. */
public enum RejectionKind {
  /**
   * The record's bytes are no {@code ImageReceived}: not Avro, or of a schema nobody registered.
   */
  MALFORMED_RECORD,
  /** The record's timestamp is outside {@link io.winnow.schemas.topic.RecordTime}. */
  INVALID_TIMESTAMP,
  /** The key is no image id, or the pool no pool name. */
  INVALID_NAME,
  /** Both or neither of uri and bytes, or a uri that no source understands. */
  INVALID_SOURCE,
  /** The uri lies outside the allowed root or hosts. */
  FORBIDDEN_SOURCE,
  /** The place answered: there is no image for us here. */
  NOT_FOUND,
  /** The place did not answer in time, however often it was asked. */
  UNREACHABLE,
  /** More encoded bytes than allowed. */
  TOO_MANY_BYTES,
  /** More pixels than allowed. */
  TOO_MANY_PIXELS,
  /** Bands times bits times pixels are more than allowed, or than this process's heap holds. */
  TOO_MANY_SAMPLES,
  /** Not a picture of a known format, or a broken one. */
  UNDECODABLE,
  /** A picture that has no descriptor, such as one without any feature response. */
  DEGENERATE;

  /** The value of the metric tag: lower case, with hyphens. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
