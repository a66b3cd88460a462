package io.winnow.schemas.serde;

import org.apache.avro.Schema;

/**
 * The schema registry as our serdes see it: schemas by id for readers, ids by subject for writers,
 * and three kinds of failure kept apart (see {@link MalformedRecordException}, {@link
 * SchemaRefusedException}, {@link RegistryUnavailableException}). Thread-safe.
 */
public interface SchemaRegistry {

  /** A registry by its settings; contacts nobody yet. */
  static SchemaRegistry of(RegistryConfig config) {
    return RemoteSchemaRegistry.of(config);
  }

  /** A schema under its id. */
  record Registered(int id, Schema schema) {}

  /**
   * The schema a record was written with.
   *
   * @throws UnknownSchemaIdException if there is no schema under that id
   * @throws MalformedRecordException if it is no Avro schema
   * @throws RegistryUnavailableException if the registry does not answer
   */
  Schema schemaOf(int id);

  /**
   * The schema to write a subject with.
   *
   * @param own the writer's own schema
   * @throws SchemaRefusedException if the registry does not take or know the schema
   * @throws RegistryUnavailableException if the registry does not answer
   */
  Registered forWriting(String subject, Schema own);

  /**
   * Returns whether the subject has the schema.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   */
  boolean isRegistered(String subject, Schema schema);

  /**
   * Registers a schema, whatever the settings say of writers; one that is there stays as it is.
   *
   * @throws SchemaRefusedException if the registry does not take the schema
   * @throws RegistryUnavailableException if the registry does not answer
   */
  void register(String subject, Schema schema);
}
