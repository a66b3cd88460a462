package io.winnow.schemas.serde;

import java.util.Map;
import org.apache.avro.Schema;

/**
 * The schemas of records that were taken out of Kafka, with the ids that they had in the registry
 * there. Nothing can be written with them.
 *
 * @param byId schemas by id
 */
public record FixedSchemas(Map<Integer, Schema> byId) implements SchemaRegistry {

  public FixedSchemas {
    byId = Map.copyOf(byId);
  }

  @Override
  public Schema schemaOf(int id) {
    Schema schema = byId.get(id);
    if (schema == null) {
      throw new UnknownSchemaIdException(id, "", null);
    }
    return schema;
  }

  @Override
  public Registered forWriting(String subject, Schema own) {
    throw new SchemaRefusedException("subject " + subject + ": these schemas are for reading");
  }

  @Override
  public boolean isRegistered(String subject, Schema schema) {
    return byId.containsValue(schema);
  }

  @Override
  public void register(String subject, Schema schema) {
    throw new SchemaRefusedException("subject " + subject + ": these schemas are for reading");
  }
}
