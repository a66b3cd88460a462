package io.winnow.streams;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** What does not go with {@code group.protocol=streams} (KIP-1071). */
final class StreamsProtocolRules {

  private StreamsProtocolRules() {}

  /**
   * @throws ConfigException in one line that says what to set instead
   */
  static void check(StreamsAppConfig config) {
    if (config.staticMember()) {
      throw new ConfigException(
          StreamsAppConfig.GROUP_INSTANCE_ID
              + ": static membership needs "
              + StreamsAppConfig.GROUP_PROTOCOL
              + "="
              + StreamsAppConfig.CLASSIC);
    }
    if (String.valueOf(
            config
                .originals()
                .get(StreamsAppConfig.KAFKA_PREFIX + StreamsConfig.MAX_TASK_IDLE_MS_CONFIG))
        .equals(String.valueOf(StreamsConfig.MAX_TASK_IDLE_MS_DISABLED))) {
      throw new ConfigException(
          String.format(
              "%s%s: with %s=%s a round would miss what was published before it; use 0 or more",
              StreamsAppConfig.KAFKA_PREFIX,
              StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
              StreamsAppConfig.GROUP_PROTOCOL,
              StreamsAppConfig.STREAMS));
    }
    if (config.getInt(StreamsAppConfig.STANDBY_REPLICAS) > 0) {
      throw new ConfigException(
          String.format(
              "%s: with %s=%s the brokers decide; run: kafka-configs.sh --alter --entity-type groups"
                  + " --entity-name %s --add-config streams.%s=%d",
              StreamsAppConfig.STANDBY_REPLICAS,
              StreamsAppConfig.GROUP_PROTOCOL,
              StreamsAppConfig.STREAMS,
              config.getString(StreamsAppConfig.APPLICATION_ID),
              StreamsAppConfig.STANDBY_REPLICAS,
              config.getInt(StreamsAppConfig.STANDBY_REPLICAS)));
    }
  }
}
