package io.winnow.audit;

import java.util.Comparator;
import java.util.Set;

/**
 * Inputs whose schemas the registry did not know when the live application read them. They became
 * dead letters, and a replay passes over them whatever the registry knows by now.
 *
 * @param records where they are
 * @param expired whether earlier dead letters are gone, so that some may be missing here
 */
public record UndecodedInputs(Set<Place> records, boolean expired) {

  /** No such inputs. */
  public static final UndecodedInputs NONE = new UndecodedInputs(Set.of(), false);

  /** Where a record is. */
  public record Place(String topic, int partition, long offset) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::topic)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return topic + "-" + partition + "@" + offset;
    }
  }

  public UndecodedInputs {
    records = Set.copyOf(records);
  }
}
