package io.winnow.cli.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.cli.demo.sample.FashionSample;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ResultFilesTest {
  private static final int ROUNDS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    CannedDemo demo = new CannedDemo(FashionSample.load().train().images());
    ResultFiles.write(directory, demo.result(ROUNDS), demo.pictures(), demo.map());
  }

  @Test
  void shouldKeepTheContractWhenWritingTheSummary() throws IOException {
    JsonNode summary = JSON.readTree(directory.resolve("summary.json").toFile());

    assertThat(summary.get("rounds")).hasSize(ROUNDS);
    JsonNode first = summary.get("rounds").get(0);
    assertThat(first.get("round").asInt()).isEqualTo(1);
    assertThat(first.get("selected").asInt()).isEqualTo(CannedDemo.BUDGET);
    assertThat(first.get("accuracy").asDouble()).isCloseTo(0.76, within(1e-9));
    assertThat(first.get("randomAccuracy").asDouble()).isCloseTo(0.755, within(1e-9));
    assertThat(first.get("coverage").asDouble()).isEqualTo(0.9);
    assertThat(first.get("baselineCoverage").asDouble()).isEqualTo(0.8);
    assertThat(first.get("secondsToQuerySet").asDouble()).isEqualTo(0.31);
    assertThat(first.get("nearestPairAfter").isNull()).isTrue();
    assertThat(fields(first))
        .contains("poolSize", "shortlisted", "meanUncertainty", "nearestPairBefore");
    assertThat(fields(summary)).contains("policy", "seed", "encoderId", "seedAccuracy");
  }

  @Test
  void shouldChainTheManifestsWhenWritingTheRounds() throws IOException {
    JsonNode rounds = JSON.readTree(directory.resolve("rounds.json").toFile());

    assertThat(rounds).hasSize(ROUNDS);
    assertThat(rounds.get(1).get("previousDigest")).isEqualTo(rounds.get(0).get("digest"));
    assertThat(fields(rounds.get(0)))
        .contains("pool", "round", "budget", "shortlisted", "selected", "selectionDigest");
  }

  @Test
  void shouldWriteOneObjectPerLineWhenWritingRecords() throws IOException {
    List<String> requests = Files.readAllLines(directory.resolve("annotation-requests.jsonl"));
    List<String> decisions = Files.readAllLines(directory.resolve("decisions.jsonl"));

    assertThat(requests).hasSize(ROUNDS * CannedDemo.BUDGET);
    assertThat(JSON.readTree(requests.get(0)).get("imageId").asText()).isEqualTo(CannedDemo.id(1));
    assertThat(decisions).hasSize(ROUNDS * CannedDemo.SHORTLIST);
    JsonNode dropped = JSON.readTree(decisions.get(CannedDemo.SHORTLIST - 1));
    assertThat(dropped.get("decision").asText()).isEqualTo("DROPPED");
    assertThat(dropped.get("reason").asText()).isEqualTo(CannedDemo.HOSTILE);
    assertThat(dropped.get("similarTo").asText()).isEqualTo(CannedDemo.id(7));
  }

  @Test
  void shouldStandAloneWhenWritingTheReport() throws IOException {
    String page = report();

    assertThat(page).doesNotContain("<script", "src=\"http", "<link", "@import", "url(");
    assertThat(count(page, "<section class=\"round\">")).isEqualTo(ROUNDS);
    assertThat(count(page, "<svg class=\"scatter\"")).isEqualTo(ROUNDS);
    assertThat(count(page, "<svg class=\"chart\"")).isEqualTo(1);
    assertThat(count(page, "<tr><td>")).isEqualTo(ROUNDS);
    assertThat(count(page, "<figure class=\"pair\">"))
        .isEqualTo(ROUNDS * (CannedDemo.SHORTLIST - CannedDemo.BUDGET));
    assertThat(count(page, "<img "))
        .isEqualTo(ROUNDS * (CannedDemo.BUDGET + 2 * (CannedDemo.SHORTLIST - CannedDemo.BUDGET)));
    assertThat(page).contains("0.912", "75.5 %", "MIT licence", "<td>–</td>");
  }

  @Test
  void shouldEscapeWhenTextMeansSomethingToHtml() throws IOException {
    assertThat(report()).contains("&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;");
  }

  @Test
  void shouldBeWellFormedWhenDrawing() throws Exception {
    Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(report());
    List<String> roots = new ArrayList<>();
    while (svg.find()) {
      roots.add(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg.group())))
              .getDocumentElement()
              .getTagName());
    }

    assertThat(roots).hasSize(ROUNDS + 2).containsOnly("svg");
  }

  private String report() throws IOException {
    return Files.readString(directory.resolve("report.html"));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
