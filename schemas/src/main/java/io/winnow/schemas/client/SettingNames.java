package io.winnow.schemas.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;

/**
 * The names of settings that a client reads. Kafka's clients pass over a name that they do not
 * know; one that was meant to protect a connection then leaves it in plain text. So a name must be
 *
 * <ul>
 *   <li>one that a client defines,
 *   <li>of a config provider ({@code config.providers.NAME.class} and {@code .param.*}) or of the
 *       context of metrics ({@code metrics.context.*}), or
 *   <li>below a prefix that the settings themselves list under {@value #PLUGIN_PREFIXES}: for
 *       interceptors, metrics reporters and callback handlers of one's own.
 * </ul>
 */
public final class SettingNames {

  /** Prefixes, each with a dot at its end, of settings that plug-ins of the user's own read. */
  public static final String PLUGIN_PREFIXES = "plugin.setting.prefixes";

  private static final Pattern OPEN =
      Pattern.compile(
          "config\\.providers(\\.[^.]+\\.(class|param\\..+))?|"
              + Pattern.quote(CommonClientConfigs.METRICS_CONTEXT_PREFIX)
              + ".+");

  /**
   * Prefixes by which Winnow or Kafka Streams tells whom a setting is for. Where a name is unknown,
   * it may be known without them; a plug-in must not take one for its own.
   */
  private static final Set<String> ADDRESSEES =
      Set.of("kafka.", "consumer.", "producer.", "admin.", "main.consumer.", "client.");

  private static final Set<String> KAFKA = kafkaNames();

  private final Set<String> known;

  private SettingNames(Collection<String> known) {
    this.known = new TreeSet<>(known);
    this.known.add(PLUGIN_PREFIXES);
  }

  /** These names, and those of Kafka's consumer, producer and admin client. */
  public static SettingNames ofKafkaAnd(Collection<String> more) {
    List<String> all = new ArrayList<>(KAFKA);
    all.addAll(more);
    return new SettingNames(all);
  }

  /** These names. */
  public static SettingNames of(Collection<String> names) {
    return new SettingNames(names);
  }

  /** The names that Kafka's consumer, producer and admin client define. */
  public static Set<String> kafka() {
    return KAFKA;
  }

  private static Set<String> kafkaNames() {
    Set<String> names = new TreeSet<>(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.addAll(AdminClientConfig.configNames());
    return Set.copyOf(names);
  }

  /**
   * Looks at all names.
   *
   * @param origin where the settings are from, for messages; may be empty
   * @param prefix that was cut off the names, for messages; may be empty
   * @throws ConfigException naming the first unknown one, and what may have been meant
   */
  public void requireKnown(String origin, String prefix, Map<String, ?> settings) {
    List<String> plugins = pluginPrefixes(origin + prefix, settings);
    for (String name : new TreeSet<>(settings.keySet())) {
      if (!known.contains(name)
          && !OPEN.matcher(name).matches()
          && plugins.stream().noneMatch(name::startsWith)) {
        throw new ConfigException(
            origin + "unknown setting " + prefix + name + "; " + hint(prefix, name));
      }
    }
  }

  private String hint(String prefix, String name) {
    Optional<String> bare =
        ADDRESSEES.stream()
            .filter(name::startsWith)
            .map(addressee -> name.substring(addressee.length()))
            .filter(known::contains)
            .findFirst();
    List<String> near = bare.map(List::of).orElseGet(() -> DidYouMean.of(name, known));
    return near.isEmpty()
        ? "Kafka's documentation lists them, "
            + prefix
            + PLUGIN_PREFIXES
            + " is for those of plug-ins"
        : "did you mean " + prefix + String.join(", " + prefix, near) + "?";
  }

  private List<String> pluginPrefixes(String origin, Map<String, ?> settings) {
    Object listed = settings.get(PLUGIN_PREFIXES);
    if (listed == null) {
      return List.of();
    }
    List<String> prefixes = List.of(listed.toString().strip().split("\\s*,\\s*"));
    for (String prefix : prefixes) {
      if (!prefix.matches(".+\\.")
          || ADDRESSEES.contains(prefix)
          || known.stream().anyMatch(name -> name.startsWith(prefix))) {
        throw new ConfigException(
            origin
                + PLUGIN_PREFIXES
                + ": '"
                + prefix
                + "' must end with a dot and start no setting of Kafka's or Winnow's own");
      }
    }
    return prefixes;
  }

  /**
   * Looks whether settings that protect a connection take effect.
   *
   * @param origin where the settings are from, for messages; may be empty
   * @param prefix that was cut off the names, for messages; may be empty
   * @throws ConfigException if TLS or SASL is set up without the protocol that would use it
   */
  public static void requireProtocol(String origin, String prefix, Map<String, ?> settings) {
    if (settings.containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)) {
      return;
    }
    for (String name : new TreeSet<>(settings.keySet())) {
      if (name.startsWith("ssl.") || name.startsWith("sasl.")) {
        throw new ConfigException(
            origin
                + prefix
                + name
                + " has no effect: without "
                + prefix
                + CommonClientConfigs.SECURITY_PROTOCOL_CONFIG
                + " Kafka's clients connect in plain text; set that to SSL, SASL_SSL, ...");
      }
    }
  }
}
