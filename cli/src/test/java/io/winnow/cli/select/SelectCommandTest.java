package io.winnow.cli.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.cli.Winnow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SelectCommandTest {

  private static final String CSV = "imageId,uncertainty\na,4\nb,3\nc,2\nd,1\n";

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** a and b look alike, c and d too; d's vector is not of unit length. */
  @BeforeEach
  void writeDescriptors() throws IOException {
    write("ids.txt", "a\nb\nc\nd\n");
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }\n";
    float[] rows = {1, 0, 0.8f, 0.6f, 0, 1, 0, 2};
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 4 * rows.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (float component : rows) {
      bytes.putFloat(component);
    }
    Files.write(directory.resolve("vectors.npy"), bytes.array());
  }

  @Test
  void shouldPrintDecisionsAndDiagnosticsAsOneDocument() throws IOException {
    write("scores.csv", CSV);
    JsonNode json = json("scores.csv", "--budget", "2", "--sr", "2");
    assertThat(json.get("selected").intValue()).isEqualTo(2);
    assertThat(json.get("shortlisted").intValue()).isEqualTo(4);
    assertThat(json.at("/counts/eligible").intValue()).isEqualTo(4);
    assertThat(json.at("/diagnostics/coverageAfter").isNumber()).isTrue();
    assertThat(json.get("shortlistDigest").textValue()).hasSize(64);
    assertThat(json.get("selectionDigest").textValue()).hasSize(64);
    assertThat(json.get("notes")).hasSize(1);
    assertThat(json.at("/notes/0").textValue())
        .isEqualTo("1 descriptors were scaled to unit length");
    assertThat(json.get("decisions")).hasSize(4);
    List<String> fields = new ArrayList<>();
    json.at("/decisions/0").fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactly(
            "imageId", "rank", "uncertainty", "decision", "reason", "similarTo", "cosine");
    assertThat(selected(json)).containsExactly("a", "c");
    assertThat(json.at("/decisions/3/similarTo").textValue()).isEqualTo("c");
    assertThat(json.at("/decisions/3/cosine").doubleValue()).isEqualTo(1);
  }

  @Test
  void shouldNameTheFileWhenCsvIsNotUtf8FromItsFirstBlockOn() throws IOException {
    Files.write(directory.resolve("scores.csv"), new byte[] {'i', 'm', (byte) 0xff, '\n'});
    assertRefused("scores.csv", "scores.csv: not UTF-8 after row 0");
  }

  @Test
  void shouldReadProbabilitiesAndAttributesFromCsv() throws IOException {
    write(
        "scores.csv",
        """
        imageId,attribute:site,cat,"dog, small"
        a,north,0.5,0.5
        b,north,0.6,0.4
        c,south,0.7,0.3
        d,,0.8,0.2
        nowhere,north,0.5,0.5
        """);
    JsonNode json = json("scores.csv", "--budget", "2", "--resampler", "none");
    assertThat(selected(json)).containsExactly("a", "b");
    assertThat(json.at("/counts/withoutDescriptor").intValue()).isEqualTo(1);
    assertThat(json.at("/decisions/0/uncertainty").doubleValue()).isEqualTo(1);
  }

  @Test
  void shouldKeepToFiltersAndLimits() throws IOException {
    write(
        "scores.csv",
        "imageId,uri,attribute:site,uncertainty\n"
            + "a,file:/x/a.png,north,4\nb,file:/x/b.png,north,3\n"
            + "c,file:/y/c.png,north,2\nd,file:/y/d.png,south,1\n");
    JsonNode json =
        json(
            "scores.csv",
            "--budget",
            "2",
            "--resampler",
            "none",
            "--filter",
            "site=north",
            "--limit",
            "source:max=1");
    assertThat(selected(json)).containsExactly("a", "c");
    assertThat(json.at("/counts/filteredOut").intValue()).isEqualTo(1);
    assertThat(json.at("/limits/0/effect").textValue()).isEqualTo("WITHHELD");
    assertThat(json.at("/limits/0/group").textValue()).isEqualTo("file:/x/");
  }

  @Test
  void shouldCombineTheLastScoresOfACommitteesMembers() throws IOException {
    write(
        "scores.csv",
        "imageId,member,x,y\n"
            + "a,one,1,0\nb,one,1,0\nc,one,1,0\n"
            + "a,two,1,0\nb,two,0,1\na,two,0.9,0.1\n");
    JsonNode json =
        json("scores.csv", "--budget", "1", "--measure", "vote-entropy", "--committee-size", "2");
    assertThat(selected(json)).containsExactly("b");
    assertThat(json.at("/counts/withoutUncertainty").intValue()).isEqualTo(1);
    assertThat(json.at("/decisions/0/uncertainty").doubleValue()).isEqualTo(Math.log(2));
    assertThat(json.at("/diagnostics/selectionClasses/x").intValue()).isEqualTo(1);
  }

  @Test
  void shouldTakeTheLinesThatAreAlsoPublishedAndShorterOnes() throws IOException {
    String prediction = "\"prediction\":{\"classes\":[\"x\",\"y\"],\"probabilities\":[%s]}";
    write(
        "scores.jsonl",
        "{\"imageId\":\"a\",\"pool\":\"p\",\"model\":\"m\",\"modelVersion\":\"1\","
            + prediction.formatted("0.5,0.5")
            + "}\n\n{\"imageId\":\"b\",\"pool\":\"p\","
            + prediction.formatted("0.6,0.4")
            + ",\"uri\":\"file:/b.png\",\"attributes\":{\"site\":\"north\"}}\n"
            + "{\"imageId\":\"a\",\"pool\":\"p\","
            + prediction.formatted("1,0")
            + "}\n");
    JsonNode json = json("scores.jsonl", "--budget", "1", "--measure", "margin");
    assertThat(selected(json)).containsExactly("b");
    assertThat(json.at("/counts/scored").intValue()).isEqualTo(2);
    assertThat(json.at("/counts/withoutScore").intValue()).isEqualTo(2);
  }

  @Test
  void shouldSelectAllAndSaySoWhenTheBudgetIsLarger() throws IOException {
    write("scores.csv", CSV);
    assertThat(run("scores.csv", "--budget", "9")).isZero();
    assertThat(out.toString())
        .startsWith("selected 4 of 9 from a shortlist of 4")
        .contains("budget 9 is larger than the 4 eligible images: all are selected")
        .contains("RANK")
        .contains("selection digest ");
  }

  @Test
  void shouldWriteDecisionsToAFile() throws IOException {
    write("scores.csv", CSV);
    Path decisions = directory.resolve("decisions.jsonl");
    JsonNode json = json("scores.csv", "--budget", "2", "--out", decisions.toString());
    assertThat(json.has("decisions")).isFalse();
    assertThat(Files.readAllLines(decisions))
        .hasSize(3)
        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).has("rank")).isTrue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "id,uncertainty\\na,1|:1: the first column is 'id', expected imageId",
        "imageId\\na|:1: expected either a column uncertainty or columns of class probabilities",
        "imageId,uncertainty,cat\\na,1,1|:1: expected either a column uncertainty or",
        "imageId,cat,cat\\na,1,0|:1: column 3 'cat' is there twice",
        "imageId,uncertainty\\na,1\\nb,much|: row 3 (image b): uncertainty 'much' is no number",
        "imageId,uncertainty\\na,NaN|: row 2 (image a): precomputed uncertainty",
        "imageId,uncertainty\\na,1,2|: row 2 (image a): 3 cells, the header has 2",
        "imageId,x,y\\na,0.5,0.6|: row 2 (image a): probabilities sum to 1.1, not to 1",
        "imageId,x\\na,1|: row 2 (image a): only one class, 'x'",
        "imageId,uncertainty\\n,1|: row 2: a score without an image id",
      })
  void shouldNameTheRowOfABadTable(String text, String reason) throws IOException {
    write("scores.csv", text.replace("\\n", "\n"));
    assertRefused("scores.csv", "scores.csv" + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "hello|:1: not JSON",
        "{\"prediction\":{}}|:1: imageId is missing",
        "{\"imageId\":\"a\"}|:1: missing field prediction",
        "{\"imageId\":\"a\",\"attributes\":[]}|:1: attributes [] is not an object",
        "{\"imageId\":\"a\",\"uri\":1}|:1: uri 1 is not a string",
      })
  void shouldNameTheLineOfBadJson(String text, String reason) throws IOException {
    write("scores.jsonl", text + "\n");
    assertRefused("scores.jsonl", "scores.jsonl" + reason);
  }

  @Test
  void shouldRefuseScoresOfTwoPools() throws IOException {
    String line =
        "{\"imageId\":\"a\",\"pool\":\"%s\",\"prediction\":"
            + "{\"name\":\"own\",\"value\":1,\"orientation\":\"HIGHER_IS_MORE_UNCERTAIN\"}}\n";
    write("scores.jsonl", line.formatted("p") + line.formatted("q"));
    assertRefused("scores.jsonl", ":2: pool q, but the lines before are of pool p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scores.csv", "scores.jsonl"})
  void shouldSkipAByteOrderMark(String name) throws IOException {
    String text =
        name.endsWith(".csv")
            ? CSV
            : "{\"imageId\":\"a\",\"prediction\":{\"classes\":[\"x\",\"y\"],"
                + "\"probabilities\":[0.6,0.4]}}\n";
    write(name, text);
    JsonNode plain = json(name, "--budget", "1");
    write(name, "\uFEFF" + text);
    out.getBuffer().setLength(0);

    assertThat(json(name, "--budget", "1")).isEqualTo(plain);
  }

  @Test
  void shouldNameTheBadSettingOrFile() throws IOException {
    write("scores.csv", CSV);
    assertRefused("scores.csv", "policy budget 0 must be at least 1", "--budget", "0");
    assertRefused("scores.csv", "policy sr 0.5 must be at least 1", "--sr", "0.5");
    assertRefused("scores.csv", "unknown resampler 'best'", "--resampler", "best");
    assertRefused("scores.csv", "unknown measure 'best'", "--measure", "best");
    assertRefused("scores.csv", "there are no earlier rounds here", "--memory-rounds", "1");
    assertRefused("none.csv", "none.csv: no such file");
    write("ids.txt", "a\nb\na\nd\n");
    assertRefused("scores.csv", "ids.txt:3: image id a is also on line 1");
    write("ids.txt", "a\nb\n");
    assertRefused("scores.csv", "has 4 rows, ");
  }

  /** A bad value of an option is a matter of usage, a bad file is not. */
  private void assertRefused(String scores, String reason, String... flags) {
    err.getBuffer().setLength(0);
    String[] all =
        Stream.of(flags).anyMatch("--budget"::equals)
            ? flags
            : Stream.concat(Stream.of("--budget", "2"), Stream.of(flags)).toArray(String[]::new);
    assertThat(run(scores, all)).isEqualTo(flags.length > 0 ? 2 : 1);
    assertThat(err.toString().lines().filter(line -> line.startsWith("winnow select: ")))
        .singleElement()
        .asString()
        .contains(reason);
    assertThat(out.toString()).isEmpty();
  }

  private JsonNode json(String scores, String... flags) throws IOException {
    String[] all = Stream.concat(Stream.of(flags), Stream.of("--json")).toArray(String[]::new);
    assertThat(run(scores, all)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private static List<String> selected(JsonNode json) {
    List<String> ids = new ArrayList<>();
    for (JsonNode decision : json.get("decisions")) {
      if (decision.get("decision").textValue().equals("SELECTED")) {
        ids.add(decision.get("imageId").textValue());
      }
    }
    return ids;
  }

  private int run(String scores, String... flags) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "select",
                "--scores",
                directory.resolve(scores).toString(),
                "--descriptors",
                directory.resolve("vectors.npy").toString(),
                "--ids",
                directory.resolve("ids.txt").toString()));
    arguments.addAll(List.of(flags));
    CommandLine command = Winnow.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
