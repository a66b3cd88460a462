package io.winnow.cli.audit;

import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolHistory;
import io.winnow.audit.RecordSource;
import io.winnow.audit.UnreadableSourceException;
import io.winnow.audit.bundle.BundleSource;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.cli.kafka.PoolName;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.util.List;
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
    T on(RecordSource source, TopicCatalog topics, List<String> pools) throws Exception;
  }

  /**
   * Opens the topics, does the work and closes them.
   *
   * @throws CommandException if records cannot be read or there is nothing to audit
   */
  <T> T open(Work<T> work) throws Exception {
    try (Cluster cluster = Cluster.connect(connection);
        RecordSource source = new KafkaRecordSource(cluster.settings())) {
      return work.on(source, cluster.catalog(), pools(source, cluster.catalog()));
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
    try (BundleSource source = BundleSource.open(bundle)) {
      return work.on(source, source.topics(), pools(source, source.topics()));
    } catch (UnreadableSourceException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  private List<String> pools(RecordSource source, TopicCatalog topics) {
    List<String> pools = List.copyOf(PoolHistory.pools(source, topics));
    if (pool != null && !pools.contains(pool)) {
      throw new CommandException("pool " + pool + " has no closed round");
    }
    return pool == null ? pools : List.of(pool);
  }
}
