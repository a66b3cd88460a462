package io.winnow.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic that exists, beside what the catalogue wants of it.
 *
 * @param wanted as the catalogue has it
 * @param settings as the broker has them
 */
record FoundTopic(Topic<?> wanted, Config settings) {

  private static final List<String> TIME_LIMITS =
      List.of(
          TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);

  /** Returns the settings that must be mended, with the values they must have, by name. */
  Map<String, String> wrong() {
    Map<String, String> wrong = new TreeMap<>();
    String policy = wanted.cleanupPolicy().config();
    if (!setting(TopicConfig.CLEANUP_POLICY_CONFIG).equals(Optional.of(policy))) {
      wrong.put(TopicConfig.CLEANUP_POLICY_CONFIG, policy);
    }
    if (number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).orElse(Long.MAX_VALUE)
        < wanted.maxBatchBytes()) {
      wrong.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(wanted.maxBatchBytes()));
    }
    for (String limit : TIME_LIMITS) {
      // brokers before 3.6 have no such setting
      if (setting(limit).filter(found -> !found.equals(Topic.ANY_TIME)).isPresent()) {
        wrong.put(limit, Topic.ANY_TIME);
      }
    }
    return wrong;
  }

  /** Returns what sets the {@link #wrong} settings right. */
  List<AlterConfigOp> mending() {
    return wrong().entrySet().stream()
        .map(
            entry ->
                new AlterConfigOp(
                    new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
        .toList();
  }

  /** Returns a line for each wrong setting. */
  List<String> problems(String remedy) {
    return wrong().entrySet().stream()
        .map(
            entry ->
                String.format(
                    "topic %s has %s=%s, must be %s; run: %s",
                    wanted.name(),
                    entry.getKey(),
                    setting(entry.getKey()).orElse("nothing"),
                    entry.getValue(),
                    remedy))
        .toList();
  }

  /**
   * Returns a line for each setting that removes records sooner than the catalogue wants. It may be
   * meant: then rounds can be verified only while their records are there.
   */
  List<String> earlyRemovals() {
    if (wanted.cleanupPolicy() != CleanupPolicy.DELETE) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    String retention = wanted.config().get(TopicConfig.RETENTION_MS_CONFIG);
    number(TopicConfig.RETENTION_MS_CONFIG)
        .filter(found -> isLess(found, Long.parseLong(retention)))
        .ifPresent(
            found ->
                lines.add(
                    removal(
                        "removes records after " + period(found),
                        TopicConfig.RETENTION_MS_CONFIG + "=" + retention)));
    number(TopicConfig.RETENTION_BYTES_CONFIG)
        .filter(found -> found >= 0)
        .ifPresent(
            found ->
                lines.add(
                    removal(
                        "removes records beyond " + found + " bytes of a partition",
                        TopicConfig.RETENTION_BYTES_CONFIG + "=-1")));
    return lines;
  }

  private String removal(String what, String setting) {
    return String.format(
        "topic %s %s; unless that is meant, run: kafka-configs.sh --alter --entity-type topics"
            + " --entity-name %s --add-config %s",
        wanted.name(), what, wanted.name(), setting);
  }

  /** Negative is for ever. */
  private static boolean isLess(long found, long wanted) {
    return found >= 0 && (wanted < 0 || found < wanted);
  }

  private static String period(long millis) {
    Duration period = Duration.ofMillis(millis);
    return period.toDays() > 1 ? period.toDays() + " days" : period.toSeconds() + " s";
  }

  private Optional<Long> number(String name) {
    return setting(name).map(Long::parseLong);
  }

  private Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name)).map(ConfigEntry::value);
  }
}
