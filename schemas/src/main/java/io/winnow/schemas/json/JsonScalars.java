package io.winnow.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.schemas.serde.OneLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** JSON scalars as the Java values that generated records hold. */
final class JsonScalars {
  private JsonScalars() {}

  static Object value(JsonNode json, Schema schema, SpecificData model, String path) {
    return switch (schema.getType()) {
      case STRING -> text(json, path, "a string");
      case BYTES -> bytes(json, path);
      case ENUM -> symbol(json, schema, model, path);
      case INT -> {
        if (!json.isIntegralNumber() || !json.canConvertToInt()) {
          throw wrong(json, path, "a 32-bit integer");
        }
        yield json.intValue();
      }
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? instant(json, path)
              : (Object) integer(json, path, "a 64-bit integer");
      case DOUBLE -> {
        if (!json.isNumber() || !Double.isFinite(json.doubleValue())) {
          throw wrong(json, path, "a finite number");
        }
        yield json.doubleValue();
      }
      case BOOLEAN -> {
        if (!json.isBoolean()) {
          throw wrong(json, path, "true or false");
        }
        yield json.booleanValue();
      }
      default -> throw new IllegalArgumentException(path + ": no JSON for " + schema.getType());
    };
  }

  private static long integer(JsonNode json, String path, String wanted) {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      throw wrong(json, path, wanted);
    }
    return json.longValue();
  }

  private static Instant instant(JsonNode json, String path) {
    String wanted = "an ISO-8601 instant or milliseconds since the epoch";
    if (!json.isTextual()) {
      return Instant.ofEpochMilli(integer(json, path, wanted));
    }
    try {
      return OffsetDateTime.parse(json.textValue()).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(json, path, wanted);
    }
  }

  private static ByteBuffer bytes(JsonNode json, String path) {
    try {
      byte[] bytes = json.binaryValue();
      if (bytes != null) {
        return ByteBuffer.wrap(bytes);
      }
    } catch (IOException e) {
      throw wrong(json, path, "base64");
    }
    throw wrong(json, path, "base64");
  }

  private static Object symbol(JsonNode json, Schema schema, SpecificData model, String path) {
    String wanted = "one of " + schema.getEnumSymbols();
    String symbol = text(json, path, wanted);
    if (!schema.hasEnumSymbol(symbol)) {
      throw wrong(json, path, wanted);
    }
    return model.createEnum(symbol, schema);
  }

  private static String text(JsonNode json, String path, String wanted) {
    if (!json.isTextual()) {
      throw wrong(json, path, wanted);
    }
    return json.textValue();
  }

  static InvalidJsonException wrong(JsonNode json, String path, String wanted) {
    String where = path.isEmpty() ? "the record" : path;
    return new InvalidJsonException(
        where + " must be " + wanted + ", was: " + OneLine.of(json.toString()));
  }
}
