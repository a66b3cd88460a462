package io.winnow.schemas.topic;

/** What decides the partition of a record. */
public enum Partitioning {
  /** The key is the image id; partition {@link Partitions#of}. */
  BY_IMAGE,
  /** The key is the pool; partition by the same hash of the pool's name. */
  BY_POOL,
  /** The key is the encoder id and the number of a piece; partition by the same hash of both. */
  BY_ENCODER,
  /** The writer names the partition; the key only repeats it. */
  EXPLICIT
}
