package io.winnow.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.EncoderPublished;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * golden/vN holds every released version of each topic's value schema, self-contained as the
 * registry has it. A change of a schema gets the next vN and must be readable from and to all
 * earlier ones.
 */
class SchemaCompatibilityTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Path WANTED = Path.of("target/golden");

  static Stream<Schema> values() {
    return Stream.of(
            AnnotationRequested.class,
            CandidateDecided.class,
            EncoderPublished.class,
            ImageDescribed.class,
            ImageLabelled.class,
            ImageReceived.class,
            ModelScored.class,
            PoolCommand.class,
            PoolPolicy.class,
            PoolReport.class,
            RoundClosed.class,
            RoundRequested.class)
        .map(type -> PortableSchema.of(SpecificData.get().getSchema(type)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldBeFullTransitiveCompatibleWhenComparedWithEveryGoldenVersion(Schema current)
      throws IOException {
    List<Schema> history = history(current.getName());
    assertThat(history).isNotEmpty();
    assertThat(problems(current, history)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldEqualTheNewestGoldenVersionWhenNothingWasForgotten(Schema current) throws IOException {
    List<Schema> history = history(current.getName());
    Path wanted = WANTED.resolve(current.getName() + ".avsc");
    Files.createDirectories(WANTED);
    Files.writeString(wanted, SchemaFormatter.format("json/pretty", current) + "\n");
    assertThat(history).as("versions of %s in %s", current.getName(), GOLDEN).isNotEmpty();
    assertThat(history.get(history.size() - 1).toString())
        .as("newest golden version; if the change is wanted, copy %s to %s/vN", wanted, GOLDEN)
        .isEqualTo(current.toString());
  }

  @Test
  void shouldKeepEverySchemaWhenItWasEverReleased() throws IOException {
    List<String> current = values().map(Schema::getName).toList();
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file -> assertThat(file.getFileName().toString().replace(".avsc", "")).isIn(current));
    }
  }

  private static final String BASE =
      """
      {"type":"record","name":"R","fields":[
        {"name":"a","type":"int"},{"name":"b","type":["null","string"],"default":null}]}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a field without default is added, removed; a type changes; an enum takes the place of a
        // string
        "[{'name':'a','type':'int'},{'name':'c','type':'int'}]",
        "[{'name':'b','type':['null','string'],'default':null}]",
        "[{'name':'a','type':'string'}]",
        "[{'name':'a','type':{'type':'enum','name':'E','symbols':['X']}}]",
      })
  void shouldFailWhenAChangeIsIncompatible(String fields) {
    assertThat(problems(record(fields), List.of(parse(BASE)))).isNotEmpty();
  }

  @Test
  void shouldFailWhenOnlyAnOlderVersionIsIncompatible() {
    Schema first = record("[{'name':'a','type':'int'},{'name':'b','type':'long','default':0}]");
    Schema second = record("[{'name':'a','type':'int'}]");
    Schema third = record("[{'name':'a','type':'int'},{'name':'b','type':'string','default':''}]");
    assertThat(problems(third, List.of(second))).isEmpty();
    assertThat(problems(third, List.of(first, second))).isNotEmpty();
  }

  @Test
  void shouldPassWhenAFieldWithDefaultIsAddedOrRemoved() {
    Schema changed = record("[{'name':'a','type':'int'},{'name':'c','type':'int','default':1}]");
    assertThat(problems(changed, List.of(parse(BASE)))).isEmpty();
  }

  private static Schema record(String fields) {
    return parse("{'type':'record','name':'R','fields':%s}".formatted(fields).replace('\'', '"'));
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json);
  }

  private static List<String> problems(Schema current, List<Schema> history) {
    return CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(
        new AvroSchema(current), history.stream().map(AvroSchema::new).toList());
  }

  /** The released versions of a schema, oldest first. */
  private static List<Schema> history(String name) throws IOException {
    List<Schema> versions = new ArrayList<>();
    for (int version = 1; Files.isDirectory(GOLDEN.resolve("v" + version)); version++) {
      Path file = GOLDEN.resolve("v" + version).resolve(name + ".avsc");
      if (Files.exists(file)) {
        versions.add(parse(Files.readString(file)));
      }
    }
    return versions;
  }
}
