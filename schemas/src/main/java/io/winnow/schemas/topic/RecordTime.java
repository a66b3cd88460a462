package io.winnow.schemas.topic;

import java.time.Instant;
import java.util.Optional;

/**
 * Which timestamps of records are taken: from 1970 to before 2100. A client may write any number,
 * -1 or microseconds included, and brokers before 4.0 refuse none of them.
 *
 * <p>The range is fixed, not relative to a clock: a replay of next year must come to the same
 * verdict. It holds whatever a record's own topic takes, and every other topic a record's time is
 * passed on to takes all of it ({@link Topic#config()}).
 */
public final class RecordTime {

  /** The earliest valid timestamp, milliseconds since the epoch. */
  public static final long EARLIEST = 0;

  /** The first timestamp that is too late: 2100-01-01T00:00:00Z in milliseconds since the epoch. */
  public static final long END = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private RecordTime() {}

  /** Returns whether a record may have this timestamp, in milliseconds since the epoch. */
  public static boolean valid(long timestamp) {
    return timestamp >= EARLIEST && timestamp < END;
  }

  /** Returns what is wrong with the timestamp, in one line; empty if it is valid. */
  public static Optional<String> problem(long timestamp) {
    return valid(timestamp)
        ? Optional.empty()
        : Optional.of(
            "timestamp "
                + timestamp
                + " is outside 1970-01-01 to 2099-12-31 in milliseconds since the epoch (0 to "
                + (END - 1)
                + ")");
  }
}
