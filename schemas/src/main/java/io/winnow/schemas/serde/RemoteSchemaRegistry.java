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
import org.apache.avro.Schema;

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

  private final SchemaRegistryClient client;
  private final RegistryRetry retry;
  private final RegistryConfig config;
  private final String urls;

  private RemoteSchemaRegistry(SchemaRegistryClient client, RegistryConfig config) {
    this.client = client;
    this.config = config;
    this.urls = String.join(",", config.urls());
    this.retry = new RegistryRetry(urls, config.retryFor());
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

  @Override
  public Schema schemaOf(int id) {
    try {
      ParsedSchema schema = retry.answer("the schema of id " + id, () -> avroOrReject(id, client));
      if (schema instanceof AvroSchema avro) {
        return avro.rawSchema();
      }
      throw new MalformedRecordException(
          "schema id " + id + " is of type " + schema.schemaType() + ", not AVRO");
    } catch (RestClientException e) {
      if (isNotFound(e)) {
        throw new MalformedRecordException("unknown schema id " + id, e);
      }
      throw new RegistryUnavailableException(
          "schema registry " + urls + " refused the schema of id " + id + ": " + OneLine.of(e), e);
    }
  }

  private static ParsedSchema avroOrReject(int id, SchemaRegistryClient client)
      throws IOException, RestClientException {
    try {
      return client.getSchemaById(id);
    } catch (IOException e) {
      // The client reports a schema it cannot parse as if the connection had failed; asking again
      // would not help.
      if (e.getMessage() != null && e.getMessage().startsWith("Invalid schema")) {
        throw new MalformedRecordException("schema id " + id + ": " + OneLine.of(e), e);
      }
      throw e;
    }
  }

  @Override
  public Registered forWriting(String subject, Schema own) {
    String question = "subject " + subject;
    try {
      if (config.autoRegister()) {
        return new Registered(
            retry.answer(question, () -> client.register(subject, new AvroSchema(own))), own);
      }
      if (config.useLatest()) {
        SchemaMetadata latest =
            retry.answer(question, () -> client.getLatestSchemaMetadata(subject));
        return new Registered(latest.getId(), new AvroSchema(latest.getSchema()).rawSchema());
      }
      return new Registered(
          retry.answer(question, () -> client.getId(subject, new AvroSchema(own))), own);
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND && !isNotFound(e)) {
        throw new RegistryUnavailableException(
            "schema registry " + urls + " has no such service: " + OneLine.of(e), e);
      }
      throw new SchemaRefusedException(
          "schema registry " + urls + " refused subject " + subject + ": " + OneLine.of(e), e);
    }
  }

  private static boolean isNotFound(RestClientException e) {
    return e.getStatus() == NOT_FOUND && e.getErrorCode() / 100 * 100 == NOT_FOUND_CODES;
  }
}
