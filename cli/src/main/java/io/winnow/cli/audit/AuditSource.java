package io.winnow.cli.audit;

import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.PoolHistory;
import io.winnow.audit.RecordSource;
import io.winnow.audit.UnreadableSourceException;
import io.winnow.audit.bundle.BundleSource;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.cli.kafka.UnreadableRecords;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.UnreadableRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what is audited. */
final class AuditSource {

  @Option(
      names = "--pool",
      converter = PoolName.class,
      description = "The pool (default: every pool that has a closed round).")
  private String pool;

  @Mixin private ConnectionOptions connection;

  /** What is done with the records. */
  interface Work<T> {
    T on(Audited audited) throws Exception;
  }

  /**
   * What is audited.
   *
   * @param pools that have a closed round, or the one that was asked for
   * @param unreadable told of records that nobody can read; they are named in the end
   * @param cluster where the topics are; empty for a bundle
   */
  record Audited(
      RecordSource source,
      TopicCatalog topics,
      List<String> pools,
      Consumer<UnreadableRecord> unreadable,
      Optional<Cluster> cluster) {

    /** An audit of a pool, once its history is read. */
    PoolAudit named(PoolAudit audit) {
      audit.unreadable().forEach(unreadable);
      return audit;
    }
  }

  /**
   * Opens the topics, does the work and closes them.
   *
   * @throws CommandException if records cannot be read or there is nothing to audit
   */
  <T> T open(Work<T> work) throws Exception {
    try (Cluster cluster = Cluster.connect(connection);
        RecordSource source = new KafkaRecordSource(cluster.settings())) {
      Set<String> pools = PoolHistory.pools(source, cluster.catalog(), cluster.unreadable());
      return work.on(
          audited(source, cluster.catalog(), pools, cluster.unreadable(), Optional.of(cluster)));
    } catch (UnreadableSourceException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  /**
   * Opens a bundle, or the topics, does the work and closes it.
   *
   * @param bundle null: the topics
   * @throws CommandException if records cannot be read or there is nothing to audit
   */
  <T> T open(Path bundle, Work<T> work) throws Exception {
    if (bundle == null) {
      return open(work);
    }
    UnreadableRecords unreadable = new UnreadableRecords();
    try (BundleSource source = BundleSource.open(bundle)) {
      Set<String> pools = PoolHistory.pools(source, source.topics(), unreadable);
      pools.add(source.pool()); // also where its manifests cannot be read
      return work.on(audited(source, source.topics(), pools, unreadable, Optional.empty()));
    } catch (UnreadableSourceException e) {
      throw new CommandException(e.getMessage(), e);
    } finally {
      unreadable.print(connection.err());
    }
  }

  private Audited audited(
      RecordSource source,
      TopicCatalog topics,
      Set<String> pools,
      UnreadableRecords unreadable,
      Optional<Cluster> cluster) {
    if (pool != null && !pools.contains(pool)) {
      throw new CommandException("pool " + pool + " has no closed round");
    }
    List<String> chosen = pool == null ? List.copyOf(pools) : List.of(pool);
    return new Audited(source, topics, chosen, unreadable, cluster);
  }
}
