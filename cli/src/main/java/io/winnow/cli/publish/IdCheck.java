package io.winnow.cli.publish;

import io.winnow.cli.console.UsageException;
import io.winnow.cli.kafka.Cluster;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.AuthorizationException;
import picocli.CommandLine.Option;

/** The option with which images that are published are compared with those that are there. */
final class IdCheck {

  private static final String ALL = "all";

  @Option(
      names = "--check-ids",
      paramLabel = "N|all",
      description = {
        "Refuse an id that another picture (of another address, or other bytes) has in the pool,"
            + " as far as the newest N records of the images topic tell; 0: do not look"
            + " (default: ${DEFAULT-VALUE}).",
        "They are read whole, so the time grows with N, and with the pictures' size where they"
            + " were published with their bytes. It needs the right to read the topic."
      })
  private String checked = "20000";

  /**
   * Reads what is there, and says what was not read.
   *
   * @throws UsageException if the option's value is neither a number nor all
   */
  TakenIds taken(Cluster cluster, PrintWriter err) {
    OptionalLong most = most();
    if (most.isPresent() && most.getAsLong() == 0) {
      return TakenIds.unknown();
    }
    TakenIds taken = TakenIds.noting();
    try {
      long unread = taken.read(cluster, most);
      if (unread > 0) {
        err.printf(
            Locale.ROOT,
            "ids were not compared with the %d oldest records of %s; --check-ids all does%n",
            unread,
            cluster.catalog().images().name());
      }
    } catch (AuthorizationException e) {
      err.println(
          "ids were not compared with those in the pool: this user may not read topic "
              + cluster.catalog().images().name());
    }
    return taken;
  }

  /** Whether the value is one, before anything is opened. */
  void requireValid() {
    most();
  }

  private OptionalLong most() {
    if (checked.equals(ALL)) {
      return OptionalLong.empty();
    }
    if (!checked.matches("[0-9]{1,18}")) {
      throw new UsageException("--check-ids '" + checked + "' must be a number from 0 or all");
    }
    return OptionalLong.of(Long.parseLong(checked));
  }
}
