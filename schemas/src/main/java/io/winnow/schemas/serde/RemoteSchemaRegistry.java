package io.winnow.schemas.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A Confluent schema registry, asked through its client. Thread-safe; one instance serves all
 * topics.
 */
final class RemoteSchemaRegistry implements SchemaRegistry {
  private static final int CACHED_SCHEMAS_PER_SUBJECT = 1_000;
  // Confluent's codes for "subject", "version" and "schema not found" are 40401 to 40403. A 404
  // with another code comes
  // from a wrong address or a proxy and says nothing about the record.
  private static final int NOT_FOUND = 404;
  private static final int NOT_FOUND_CODES = 40400;
  private static final int CONFLICT = 409;
  private static final int TIMES_ASKED_ON_CONFLICT = 4;
  private static final long PAUSE_ON_CONFLICT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Pattern TYPE_AT_END = Pattern.compile(" of type (\\w+)$");

  private final SchemaRegistryClient client;
  private final RegistryRetry retry;
  private final UnknownIds unknownIds;
  private final RegistryConfig config;
  private final String urls;
  // The client does not remember what it could not parse, and an id keeps its type.
  private final Map<Integer, String> otherTypes = new ConcurrentHashMap<>();

  private RemoteSchemaRegistry(SchemaRegistryClient client, RegistryConfig config) {
    this.client = client;
    this.config = config;
    this.urls = String.join(",", config.urls());
    this.retry = new RegistryRetry(urls, config.retryFor());
    this.unknownIds = new UnknownIds(config.unknownIdWait(), System::nanoTime, this::sleep);
  }

  /** A registry by its settings; contacts nobody yet. */
  static RemoteSchemaRegistry of(RegistryConfig config) {
    SchemaRegistryClient client =
        SchemaRegistryClientFactory.newClient(
            config.urls(),
            CACHED_SCHEMAS_PER_SUBJECT,
            List.of(new AvroSchemaProvider()),
            config.clientSettings(),
            Map.of());
    return new RemoteSchemaRegistry(client, config);
  }

  private void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while waiting for schema registry " + urls, e);
    }
  }

  @Override
  public Schema schemaOf(int id) {
    String otherType = otherTypes.get(id);
    if (otherType != null) {
      throw new MalformedRecordException(ofType(id, otherType));
    }
    return unknownIds.answer(id, () -> askedOnce(id));
  }

  private Schema askedOnce(int id) {
    try {
      ParsedSchema schema = retry.answer("the schema of id " + id, () -> avroOrReject(id));
      if (schema instanceof AvroSchema avro) {
        return avro.rawSchema();
      }
      throw new MalformedRecordException(ofType(id, schema.schemaType()));
    } catch (RestClientException e) {
      if (isNotFound(e)) {
        throw new UnknownSchemaIdException(id, "", e);
      }
      throw new RegistryUnavailableException(
          "schema registry " + urls + " refused the schema of id " + id + ": " + OneLine.of(e), e);
    }
  }

  private ParsedSchema avroOrReject(int id) throws IOException, RestClientException {
    try {
      return client.getSchemaById(id);
    } catch (IOException e) {
      // The client reports a schema it cannot parse as if the connection had failed; asking again
      // would not help.
      if (e.getMessage() != null && e.getMessage().startsWith("Invalid schema")) {
        throw notAvro(id, e);
      }
      throw e;
    }
  }

  /** The client knows the type of a schema that it cannot parse only at the end of its message. */
  private MalformedRecordException notAvro(int id, IOException cause) {
    Matcher type = TYPE_AT_END.matcher(cause.getMessage());
    if (type.find() && !type.group(1).equals(AvroSchema.TYPE)) {
      otherTypes.put(id, type.group(1));
      return new MalformedRecordException(ofType(id, type.group(1)), cause);
    }
    return new MalformedRecordException("schema id " + id + ": " + OneLine.of(cause), cause);
  }

  private static String ofType(int id, String type) {
    return "schema id " + id + " is of type " + type + ", not AVRO";
  }

  @Override
  public Registered forWriting(String subject, Schema own) {
    String question = "subject " + subject;
    try {
      if (config.autoRegister()) {
        return new Registered(registered(subject, own), own);
      }
      if (config.useLatest()) {
        SchemaMetadata latest =
            retry.answer(question, () -> client.getLatestSchemaMetadata(subject));
        return new Registered(latest.getId(), new AvroSchema(latest.getSchema()).rawSchema());
      }
      return new Registered(
          retry.answer(question, () -> client.getId(subject, new AvroSchema(own))), own);
    } catch (RestClientException e) {
      throw refused(subject, e);
    }
  }

  @Override
  public boolean isRegistered(String subject, Schema schema) {
    try {
      retry.answer("subject " + subject, () -> client.getId(subject, new AvroSchema(schema)));
      return true;
    } catch (RestClientException e) {
      if (isNotFound(e)) {
        return false;
      }
      throw refused(subject, e);
    }
  }

  @Override
  public void register(String subject, Schema schema) {
    try {
      registered(subject, schema);
    } catch (RestClientException e) {
      throw refused(subject, e);
    }
  }

  /**
   * Registers a schema. A conflict may be an incompatible schema, or that somebody else registers
   * the same at this moment, which the next answer tells apart.
   */
  private int registered(String subject, Schema schema) throws RestClientException {
    for (int asked = 1; ; asked++) {
      try {
        return retry.answer(
            "subject " + subject, () -> client.register(subject, new AvroSchema(schema)));
      } catch (RestClientException e) {
        if (e.getStatus() != CONFLICT || asked == TIMES_ASKED_ON_CONFLICT) {
          throw e;
        }
        sleep(PAUSE_ON_CONFLICT_NANOS);
      }
    }
  }

  private RuntimeException refused(String subject, RestClientException e) {
    if (e.getStatus() == NOT_FOUND && !isNotFound(e)) {
      return new RegistryUnavailableException(
          "schema registry " + urls + " has no such service: " + OneLine.of(e), e);
    }
    return new SchemaRefusedException(
        "schema registry " + urls + " refused subject " + subject + ": " + OneLine.of(e), e);
  }

  private static boolean isNotFound(RestClientException e) {
    return e.getStatus() == NOT_FOUND && e.getErrorCode() / 100 * 100 == NOT_FOUND_CODES;
  }
}
