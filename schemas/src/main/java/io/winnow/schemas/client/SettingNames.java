package io.winnow.schemas.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
 *   <li>of a config provider ({@code config.providers.NAME.class} and {@code .param.*}), or
 *   <li>below a prefix that the settings themselves list under {@value #PLUGIN_PREFIXES}: for
 *       interceptors, metrics reporters and callback handlers of one's own.
 * </ul>
 */
public final class SettingNames {

  /** Prefixes, each with a dot at its end, of settings that plug-ins of the user's own read. */
  public static final String PLUGIN_PREFIXES = "plugin.setting.prefixes";

  private static final Pattern PROVIDER =
      Pattern.compile("config\\.providers(\\.[^.]+\\.(class|param\\..+))?");

  /** A plug-in that took one of these for its own would let prefixes by that nobody strips. */
  private static final Set<String> OUR_PREFIXES =
      Set.of("kafka.", "consumer.", "producer.", "admin.", "schema.registry.", "basic.auth.");

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

  /** Returns the names that Kafka's consumer, producer and admin client define. */
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
   * @param origin where the settings are from, for messages: a file, or a prefix that was cut off
   * @throws ConfigException naming the first unknown one, and what may have been meant
   */
  public void requireKnown(String origin, Map<String, ?> settings) {
    List<String> prefixes = pluginPrefixes(origin, settings);
    for (String name : new TreeSet<>(settings.keySet())) {
      if (!known.contains(name)
          && !PROVIDER.matcher(name).matches()
          && prefixes.stream().noneMatch(name::startsWith)) {
        throw new ConfigException(origin + "unknown setting " + name + hint(name));
      }
    }
  }

  private String hint(String name) {
    List<String> near = DidYouMean.of(name, known);
    return near.isEmpty()
        ? "; Kafka's documentation lists them, " + PLUGIN_PREFIXES + " is for those of plug-ins"
        : "; did you mean " + String.join(", ", near) + "?";
  }

  private List<String> pluginPrefixes(String origin, Map<String, ?> settings) {
    Object listed = settings.get(PLUGIN_PREFIXES);
    if (listed == null) {
      return List.of();
    }
    List<String> prefixes = List.of(listed.toString().strip().split("\\s*,\\s*"));
    for (String prefix : prefixes) {
      if (!prefix.matches(".+\\.")
          || OUR_PREFIXES.contains(prefix)
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
   * @param origin where the settings are from, for messages
   * @throws ConfigException if TLS or SASL is set up without the protocol that would use it
   */
  public static void requireProtocol(String origin, Map<String, ?> settings) {
    if (settings.containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)) {
      return;
    }
    for (String name : new TreeSet<>(settings.keySet())) {
      if (name.startsWith("ssl.") || name.startsWith("sasl.")) {
        throw new ConfigException(
            origin
                + name
                + " has no effect: without "
                + CommonClientConfigs.SECURITY_PROTOCOL_CONFIG
                + " Kafka's clients connect in plain text; set it to SSL, SASL_SSL, ...");
      }
    }
  }
}
