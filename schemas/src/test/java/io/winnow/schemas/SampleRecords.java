package io.winnow.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records of any generated type with random content, every union branch included as the seeds go
 * on.
 */
public final class SampleRecords {
  private SampleRecords() {}

  /** All generated records, those without a topic of their own included. */
  public static List<Class<? extends SpecificRecord>> types() {
    try (Stream<Path> files = Files.list(Path.of("src/main/avro"))) {
      List<Class<? extends SpecificRecord>> types = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".avsc", "");
        Class<?> type = Class.forName("io.winnow.schemas." + name);
        if (SpecificRecord.class.isAssignableFrom(type)) {
          types.add(type.asSubclass(SpecificRecord.class));
        }
      }
      return types;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no class was generated for a schema", e);
    }
  }

  public static <T extends SpecificRecord> T of(Class<T> type, long seed) {
    SpecificData model = SpecificData.getForClass(type);
    return type.cast(value(model.getSchema(type), model, new Random(seed)));
  }

  private static Object value(Schema schema, SpecificData model, Random random) {
    return switch (schema.getType()) {
      case RECORD -> {
        IndexedRecord record = (IndexedRecord) model.newRecord(null, schema);
        schema.getFields().forEach(f -> record.put(f.pos(), value(f.schema(), model, random)));
        yield record;
      }
      case UNION -> {
        List<Schema> branches = schema.getTypes();
        yield value(branches.get(random.nextInt(branches.size())), model, random);
      }
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(schema.getElementType(), model, random));
        }
        yield items;
      }
      case MAP -> {
        Map<String, Object> map = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put("key " + i, value(schema.getValueType(), model, random));
        }
        yield map;
      }
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield model.createEnum(symbols.get(random.nextInt(symbols.size())), schema);
      }
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? Instant.ofEpochMilli(random.nextInt())
              : (Object) random.nextLong();
      case BYTES -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield ByteBuffer.wrap(bytes);
      }
      case STRING -> "text ü " + random.nextInt();
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case DOUBLE -> random.nextGaussian();
      case NULL -> null;
      default -> throw new IllegalArgumentException("no sample for " + schema);
    };
  }
}
