package io.winnow.schemas.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/**
 * Settings of the schema registry, under Confluent's names. Everything else the registry client
 * knows ( {@code basic.auth.credentials.source}, {@code basic.auth.user.info}, {@code
 * schema.registry.ssl.*}, {@code proxy.host}, ...) is handed to it unchanged.
 */
public final class RegistryConfig extends AbstractConfig {
  public static final String URL = "schema.registry.url";
  private static final String URL_DOC =
      "Comma-separated addresses of the schema registry, tried in turn; mock://NAME is a registry inside this process.";

  public static final String AUTO_REGISTER = "auto.register.schemas";
  private static final String AUTO_REGISTER_DOC =
      "Whether a writer registers its schema; if not, it must be registered already.";

  public static final String USE_LATEST = "use.latest.version";
  private static final String USE_LATEST_DOC =
      "Whether to write with the subject's latest schema instead of ours; only without auto.register.schemas.";

  public static final String RETRY_MS = "winnow.registry.retry.ms";
  private static final String RETRY_MS_DOC =
      "How long an unreachable registry is retried before the process gives up, in milliseconds.";

  public static final String UNKNOWN_ID_WAIT_MS = "winnow.registry.unknown.id.wait.ms";
  private static final String UNKNOWN_ID_WAIT_MS_DOC =
      "How long a record whose schema id the registry does not know yet is kept waiting, in milliseconds; twice as long per minute for all ids together.";

  public static final String MAX_VALUE_BYTES = "max.value.bytes";
  private static final String MAX_VALUE_BYTES_DOC =
      "Largest serialised value in bytes, for all topics; default: each topic's own limit.";

  private static final ConfigDef DEF =
      new ConfigDef()
          .define(URL, ConfigDef.Type.LIST, ConfigDef.NO_DEFAULT_VALUE, Importance.HIGH, URL_DOC)
          .define(AUTO_REGISTER, ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM, AUTO_REGISTER_DOC)
          .define(USE_LATEST, ConfigDef.Type.BOOLEAN, false, Importance.LOW, USE_LATEST_DOC)
          .define(
              RETRY_MS,
              ConfigDef.Type.LONG,
              60_000L,
              Range.atLeast(0),
              Importance.MEDIUM,
              RETRY_MS_DOC)
          .define(
              UNKNOWN_ID_WAIT_MS,
              ConfigDef.Type.LONG,
              2_000L,
              Range.between(0, 4_000),
              Importance.LOW,
              UNKNOWN_ID_WAIT_MS_DOC)
          .define(
              MAX_VALUE_BYTES,
              ConfigDef.Type.INT,
              null,
              (name, value) -> {
                if (value != null) {
                  Range.atLeast(1).ensureValid(name, value);
                }
              },
              Importance.LOW,
              MAX_VALUE_BYTES_DOC);

  private static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  private static final String CREDENTIALS_FROM_SETTINGS = "USER_INFO";
  private static final String USER_INFO = "basic.auth.user.info";

  private static final String TLS_PREFIX = "schema.registry.ssl.";

  private final RegistryAddresses addresses;

  /** Reads the settings; {@code schema.registry.url} is required. */
  public RegistryConfig(Map<String, ?> settings) {
    super(DEF, settings, false);
    addresses = RegistryAddresses.of(getList(URL));
  }

  /** The definitions, for configurations that include these settings. */
  public static ConfigDef configDef() {
    return new ConfigDef(DEF);
  }

  /** The names of all settings that the registry client reads, these and its own. */
  public static Set<String> clientNames() {
    Set<String> names = new TreeSet<>(DEF.names());
    names.addAll(
        List.of(
            CREDENTIALS_SOURCE,
            USER_INFO,
            SchemaRegistryClientConfig.SCHEMA_REGISTRY_USER_INFO_CONFIG,
            SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS,
            SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS,
            SchemaRegistryClientConfig.BEARER_AUTH_CREDENTIALS_SOURCE,
            SchemaRegistryClientConfig.BEARER_AUTH_TOKEN_CONFIG,
            SchemaRegistryClientConfig.PROXY_HOST,
            SchemaRegistryClientConfig.PROXY_PORT,
            SchemaRegistryClientConfig.MISSING_CACHE_SIZE_CONFIG,
            SchemaRegistryClientConfig.MISSING_ID_CACHE_TTL_CONFIG,
            SchemaRegistryClientConfig.MISSING_VERSION_CACHE_TTL_CONFIG,
            SchemaRegistryClientConfig.MISSING_SCHEMA_CACHE_TTL_CONFIG));
    ConsumerConfig.configNames().stream()
        .filter(name -> name.startsWith("ssl."))
        .forEach(name -> names.add(TLS_PREFIX + name.substring("ssl.".length())));
    return names;
  }

  /** The addresses without the user and password that they may carry. */
  public List<String> urls() {
    return addresses.urls();
  }

  public boolean autoRegister() {
    return getBoolean(AUTO_REGISTER);
  }

  public boolean useLatest() {
    return getBoolean(USE_LATEST);
  }

  public Duration retryFor() {
    return Duration.ofMillis(getLong(RETRY_MS));
  }

  /** How long a record waits for the registry to learn its schema's id. */
  public Duration unknownIdWait() {
    return Duration.ofMillis(getLong(UNKNOWN_ID_WAIT_MS));
  }

  /** The limit that replaces every topic's own, in bytes. */
  public OptionalInt maxValueBytes() {
    Integer limit = getInt(MAX_VALUE_BYTES);
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  /** All settings for the registry client: as given, but for a password in an address. */
  Map<String, Object> clientSettings() {
    Map<String, Object> settings = new HashMap<>(originals());
    settings.values().removeIf(Objects::isNull);
    settings.put(URL, String.join(",", urls()));
    if (addresses.userInfo().isPresent()
        && !CREDENTIALS_FROM_SETTINGS.equals(settings.get(CREDENTIALS_SOURCE))) {
      settings.put(CREDENTIALS_SOURCE, CREDENTIALS_FROM_SETTINGS);
      settings.put(USER_INFO, addresses.userInfo().get());
    }
    return settings;
  }
}
