package io.winnow.cli.config;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.client.DidYouMean;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings of a service from three layers, later ones winning: a properties file, environment
 * variables {@code WINNOW_…} (dots and dashes as underscores: {@code bootstrap.servers} is {@code
 * WINNOW_BOOTSTRAP_SERVERS}), and flags {@code --set key=value}. A name that the service does not
 * know is an error in each of them: a typo must not silently leave a default in force.
 */
public final class LayeredConfig {

  /** Every variable that starts with it is taken for a setting. */
  public static final String ENVIRONMENT_PREFIX = "WINNOW_";

  /** Variables of the launcher and the commands, which are no settings of a service. */
  private static final Set<String> RESERVED = Set.of("WINNOW_JAVA_OPTS");

  private final Set<String> known;
  private final List<String> openPrefixes;
  private final Map<String, String> settings = new TreeMap<>();

  /**
   * @param known names of the service's settings
   * @param openPrefixes prefixes below which any name is passed on, such as {@code "producer."}
   */
  public LayeredConfig(Set<String> known, List<String> openPrefixes) {
    this.known = new TreeSet<>(known);
    this.openPrefixes = List.copyOf(openPrefixes);
  }

  /**
   * Adds a properties file.
   *
   * @throws CommandException if it cannot be read or has unknown keys
   */
  public LayeredConfig withFile(Path file) {
    Properties properties = PropertiesFile.read("--config", file);
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      put(file.toString(), key, properties.getProperty(key));
    }
    return this;
  }

  /**
   * Adds the variables that start with {@link #ENVIRONMENT_PREFIX}; the others are not looked at.
   *
   * @throws CommandException if one of them is unknown
   */
  public LayeredConfig withEnvironment(Map<String, String> environment) {
    Map<String, String> keys = new HashMap<>();
    known.forEach(key -> keys.put(variable(key), key));
    for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith(ENVIRONMENT_PREFIX) || RESERVED.contains(name)) {
        continue;
      }
      String key = keys.getOrDefault(name, openKey(name));
      if (key == null) {
        throw unknown("environment", name, new TreeSet<>(keys.keySet()));
      }
      settings.put(key, entry.getValue());
    }
    return this;
  }

  /**
   * Adds flags.
   *
   * @throws CommandException if one of them is unknown
   */
  public LayeredConfig withFlags(Map<String, String> flags) {
    new TreeMap<>(flags).forEach((key, value) -> put("--set", key, value));
    return this;
  }

  /** The settings of all layers so far. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** The environment variable of a setting. */
  public static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private void put(String layer, String key, String value) {
    if (!known.contains(key) && openPrefixes.stream().noneMatch(key::startsWith)) {
      throw unknown(layer, key, known);
    }
    settings.put(key, value);
  }

  /**
   * The key of a variable below an open prefix: what follows the prefix cannot hold underscores.
   */
  private String openKey(String name) {
    String key =
        name.substring(ENVIRONMENT_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    return openPrefixes.stream().anyMatch(key::startsWith) ? key : null;
  }

  private static CommandException unknown(String layer, String name, Set<String> known) {
    return new CommandException(
        layer + ": unknown setting " + name + "; " + DidYouMean.hint(name, known));
  }
}
