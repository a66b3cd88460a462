package io.winnow.schemas.topic;

/** What the broker removes from a topic; {@link #config()} is Kafka's {@code cleanup.policy}. */
public enum CleanupPolicy {
  /** Records older than the retention. */
  DELETE("delete"),
  /** Records that a later one with the same key replaced. */
  COMPACT("compact");

  private final String config;

  CleanupPolicy(String config) {
    this.config = config;
  }

  public String config() {
    return config;
  }
}
