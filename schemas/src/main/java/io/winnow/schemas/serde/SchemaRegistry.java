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
   * @throws MalformedRecordException if there is no Avro schema under that id
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
}
