package io.winnow.cli.topics;

import io.winnow.cli.console.CommandException;
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

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description =
          "Partition count of every topic (default: ${DEFAULT-VALUE}). It cannot be changed later:"
              + " an image's partition depends on it.")
  private int partitions = TopicCatalog.DEFAULT_PARTITIONS;

  @Option(
      names = "--replication-factor",
      paramLabel = "R",
      description = "Replicas of new topics (default: the brokers' own default).")
  private short replicationFactor = -1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (partitions < 1) {
      throw new CommandException("--partitions " + partitions + " must be at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      TopicCreation done =
          new TopicAdmin(cluster.admin()).create(cluster.catalog(), partitions, replicationFactor);
      done.created().forEach(name -> out.println("created  " + name));
      done.mended().forEach(name -> out.println("mended   " + name));
      out.printf(
          "%d created, %d there already, %d partitions each%n",
          done.created().size(), done.existing().size(), partitions);
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
