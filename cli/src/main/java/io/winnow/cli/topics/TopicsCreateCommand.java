package io.winnow.cli.topics;

import io.winnow.cli.console.UsageException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.topic.SubjectAdmin;
import io.winnow.schemas.topic.SubjectRegistration;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.TopicCreation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow topics create}. */
@Command(
    name = "create",
    description =
        "Create the topics that are missing, mend the cleanup policy and the largest record of the"
            + " others, and register the schemas of their values. Doing it twice does nothing.")
final class TopicsCreateCommand implements Callable<Integer> {

  private static final short BROKERS_DEFAULT = -1;

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description =
          "Partition count of every topic (default: that of the topics that are there, else "
              + TopicCatalog.DEFAULT_PARTITIONS
              + "). It cannot be changed later: an image's partition depends on it.")
  private Integer partitions;

  @Option(
      names = "--replication-factor",
      paramLabel = "R",
      description = "Replicas of new topics (default: the brokers' own default).")
  private short replicationFactor = BROKERS_DEFAULT;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (partitions != null && partitions < 1) {
      throw new UsageException("--partitions " + partitions + " must be at least 1");
    }
    if (replicationFactor != BROKERS_DEFAULT && replicationFactor < 1) {
      throw new UsageException("--replication-factor " + replicationFactor + " must be at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      TopicAdmin admin = new TopicAdmin(cluster.admin());
      int count =
          partitions != null
              ? partitions
              : admin.partitionsOr(cluster.catalog(), TopicCatalog.DEFAULT_PARTITIONS);
      TopicCreation done = admin.create(cluster.catalog(), count, replicationFactor);
      done.created().forEach(name -> out.println("created  " + name));
      done.mended().forEach(name -> out.println("mended   " + name));
      out.printf(
          "%d created, %d there already, %d partitions each%n",
          done.created().size(), done.existing().size(), count);
      out.flush();
      if (connection.registryGiven()) {
        registerSchemas(cluster.catalog(), out);
      } else {
        out.println("schemas not registered: " + TopicsCommand.NO_REGISTRY);
      }
      return 0;
    }
  }

  private static void registerSchemas(TopicCatalog catalog, PrintWriter out) {
    SubjectRegistration done = new SubjectAdmin(catalog).register();
    done.registered().forEach(subject -> out.println("registered  " + subject));
    out.printf(
        "%d schemas registered, %d there already%n",
        done.registered().size(), done.existing().size());
  }
}
