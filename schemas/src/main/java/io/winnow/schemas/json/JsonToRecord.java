package io.winnow.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.schemas.serde.OneLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * Builds a record from JSON by its schema. {@code path} is where in the JSON we are, for messages.
 */
final class JsonToRecord {
  private final SpecificData model;

  JsonToRecord(SpecificData model) {
    this.model = model;
  }

  Object record(JsonNode json, Schema schema, String path) {
    if (!json.isObject()) {
      throw JsonScalars.wrong(json, path, "an object");
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (schema.getField(name) == null) {
                throw new InvalidJsonException(
                    "unknown field " + child(path, name) + " of " + schema.getName());
              }
            });
    IndexedRecord record = (IndexedRecord) model.newRecord(null, schema);
    for (Field field : schema.getFields()) {
      record.put(field.pos(), field(json, field, schema, child(path, field.name())));
    }
    return record;
  }

  private Object field(JsonNode json, Field field, Schema schema, String path) {
    JsonNode value = json.get(field.name());
    if (value != null) {
      return value(value, field.schema(), path);
    }
    if (!field.hasDefaultValue()) {
      throw new InvalidJsonException("missing field " + path + " of " + schema.getName());
    }
    return model.getDefaultValue(field);
  }

  private Object value(JsonNode json, Schema schema, String path) {
    return switch (schema.getType()) {
      case RECORD -> record(json, schema, path);
      case UNION -> union(json, schema, path);
      case ARRAY -> array(json, schema.getElementType(), path);
      case MAP -> map(json, schema.getValueType(), path);
      default -> JsonScalars.value(json, schema, model, path);
    };
  }

  private List<Object> array(JsonNode json, Schema items, String path) {
    if (!json.isArray()) {
      throw JsonScalars.wrong(json, path, "an array");
    }
    List<Object> list = new ArrayList<>(json.size());
    for (JsonNode item : json) {
      list.add(value(item, items, path + "[" + list.size() + "]"));
    }
    return list;
  }

  private Map<String, Object> map(JsonNode json, Schema values, String path) {
    if (!json.isObject()) {
      throw JsonScalars.wrong(json, path, "an object");
    }
    Map<String, Object> map = new HashMap<>();
    json.properties()
        .forEach(
            entry ->
                map.put(
                    entry.getKey(), value(entry.getValue(), values, child(path, entry.getKey()))));
    return map;
  }

  private Object union(JsonNode json, Schema union, String path) {
    List<Schema> branches = union.getTypes();
    if (json.isNull() && union.isNullable()) {
      return null;
    }
    List<Schema> others = branches.stream().filter(b -> b.getType() != Schema.Type.NULL).toList();
    if (others.size() == 1) {
      return value(json, others.get(0), path);
    }
    // By a field that no other branch has, so that what else is missing can be named.
    List<Schema> fitting =
        others.stream().filter(branch -> own(branch, others).anyMatch(json::has)).toList();
    if (fitting.isEmpty()) {
      fitting = others.stream().filter(branch -> required(branch).isEmpty()).toList();
    }
    if (fitting.size() != 1) {
      throw new InvalidJsonException(
          path
              + " must have the fields of exactly one of "
              + others.stream().map(JsonToRecord::signature).collect(Collectors.joining(", "))
              + ", has: "
              + OneLine.of(json.toString()));
    }
    return value(json, fitting.get(0), path);
  }

  private static Stream<String> own(Schema branch, List<Schema> branches) {
    return required(branch).stream()
        .filter(
            name ->
                branches.stream()
                    .noneMatch(other -> !other.equals(branch) && other.getField(name) != null));
  }

  private static List<String> required(Schema branch) {
    return branch.getFields().stream().filter(f -> !f.hasDefaultValue()).map(Field::name).toList();
  }

  private static String signature(Schema branch) {
    return branch.getName() + " " + required(branch);
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
