package io.winnow.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** A value is larger than its topic takes. The message names topic, key (where known) and size. */
public final class OversizedValueException extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int size;
  private final int limit;

  /**
   * An oversized value whose key is not known.
   *
   * @param size of the serialised value, in bytes
   * @param limit largest size allowed, in bytes
   */
  public OversizedValueException(String topic, int size, int limit) {
    super(message(topic, "", size, limit));
    this.topic = topic;
    this.size = size;
    this.limit = limit;
  }

  private OversizedValueException(OversizedValueException cause, String key) {
    super(message(cause.topic, " of key " + key, cause.size, cause.limit), cause);
    this.topic = cause.topic;
    this.size = cause.size;
    this.limit = cause.limit;
  }

  private static String message(String topic, String ofKey, int size, int limit) {
    return "topic " + topic + ": value" + ofKey + " has " + size + " bytes, limit " + limit;
  }

  /** The same, naming the key. */
  public OversizedValueException withKey(String key) {
    return new OversizedValueException(this, key);
  }

  public int size() {
    return size;
  }
}
