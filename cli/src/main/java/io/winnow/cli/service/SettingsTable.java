package io.winnow.cli.service;

import io.winnow.cli.config.LayeredConfig;
import java.io.PrintWriter;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** The documented settings of a service, as {@code --settings} prints them. */
final class SettingsTable {

  private SettingsTable() {}

  static void print(ConfigDef definition, PrintWriter out) {
    new TreeMap<>(definition.configKeys())
        .forEach(
            (name, key) -> {
              out.printf("%s (%s, %s)%n", name, defaultOf(key), LayeredConfig.variable(name));
              out.println("    " + key.documentation);
            });
  }

  private static String defaultOf(ConfigDef.ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    return key.defaultValue == null || key.defaultValue.equals("")
        ? "no default"
        : "default " + ConfigDef.convertToString(key.defaultValue, key.type);
  }
}
