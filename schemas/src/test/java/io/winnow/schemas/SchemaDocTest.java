package io.winnow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class SchemaDocTest {
  @Test
  void shouldHaveADocWhenItIsATypeOrAField() {
    List<String> undocumented = new ArrayList<>();
    Set<Schema> seen = new HashSet<>();
    for (Class<? extends SpecificRecord> type : SampleRecords.types()) {
      collect(SpecificData.get().getSchema(type), seen, undocumented);
    }
    assertThat(seen).extracting(Schema::getName).contains("RoundClosed", "Orientation");
    assertThat(undocumented).isEmpty();
  }

  @Test
  void shouldFindAMissingDocWhenThereIsOne() {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"R","doc":" ","fields":[
                  {"name":"a","type":{"type":"array","items":{"type":"enum","name":"E","symbols":["X"]}}}]}
                """);
    List<String> undocumented = new ArrayList<>();
    collect(schema, new HashSet<>(), undocumented);
    assertThat(undocumented).containsExactly("R", "R.a", "E");
  }

  private static void collect(Schema schema, Set<Schema> seen, List<String> undocumented) {
    switch (schema.getType()) {
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, seen, undocumented));
      case ARRAY -> collect(schema.getElementType(), seen, undocumented);
      case MAP -> collect(schema.getValueType(), seen, undocumented);
      case ENUM, RECORD, FIXED -> collectNamed(schema, seen, undocumented);
      default -> {}
    }
  }

  private static void collectNamed(Schema schema, Set<Schema> seen, List<String> undocumented) {
    if (!seen.add(schema)) {
      return;
    }
    note(schema.getDoc(), schema.getName(), undocumented);
    if (schema.getType() == Schema.Type.RECORD) {
      for (Schema.Field field : schema.getFields()) {
        note(field.doc(), schema.getName() + "." + field.name(), undocumented);
        collect(field.schema(), seen, undocumented);
      }
    }
  }

  private static void note(String doc, String name, List<String> undocumented) {
    if (doc == null || doc.isBlank()) {
      undocumented.add(name);
    }
  }
}
