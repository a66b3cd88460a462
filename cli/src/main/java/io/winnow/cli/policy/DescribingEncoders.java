package io.winnow.cli.policy;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.ImageDescribed;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.errors.AuthorizationException;

/** Tells from the newest descriptors with which encoder the workers describe. */
public final class DescribingEncoders {

  private static final int NEWEST = 1_000;

  /**
   * An encoder as its descriptors show it.
   *
   * @param id 64 hex digits
   * @param descriptorSize length of its descriptors
   */
  public record Seen(String id, int descriptorSize) {}

  private final Cluster cluster;

  public DescribingEncoders(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The encoder of most of the pool's newest descriptors; if it has none, of most of all pools'.
   *
   * @return empty if nothing is described yet, or this user may not read it
   */
  public Optional<Seen> of(String pool) {
    Map<Seen, Integer> own = counts();
    Map<Seen, Integer> all = counts();
    try (TopicReader<ImageDescribed> reader =
        new TopicReader<>(cluster, cluster.catalog().descriptors())) {
      reader.readNewest(
          NEWEST,
          (imageId, described) -> {
            if (described != null) {
              Seen seen =
                  new Seen(
                      described.getEncoderId(), described.getVector().remaining() / Float.BYTES);
              all.merge(seen, 1, Integer::sum);
              if (described.getPool().equals(pool)) {
                own.merge(seen, 1, Integer::sum);
              }
            }
          });
    } catch (AuthorizationException e) {
      return Optional.empty();
    }
    return most(own).or(() -> most(all));
  }

  private static Map<Seen, Integer> counts() {
    return new TreeMap<>(Comparator.comparing(Seen::id).thenComparing(Seen::descriptorSize));
  }

  /** The first by id of equally frequent ones. */
  private static Optional<Seen> most(Map<Seen, Integer> counts) {
    Map.Entry<Seen, Integer> most = null;
    for (Map.Entry<Seen, Integer> entry : counts.entrySet()) {
      if (most == null || entry.getValue() > most.getValue()) {
        most = entry;
      }
    }
    return Optional.ofNullable(most).map(Map.Entry::getKey);
  }
}
