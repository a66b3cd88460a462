package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.cli.embedded.LocalStack;
import io.winnow.cli.embedded.LocalStackSettings;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.ImageDescribed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's way from a folder of pictures to a query set, by its commands, on a stack with an
 * encoder of one's own that was fitted on a backbone of one's own. No command names that encoder.
 */
class ReadmeRouteIT {

  private static final int PICTURES = 60;
  private static final int PARTITIONS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Path pictures;
  private static String encoderId;
  private static LocalStack stack;
  private static TestClients clients;

  @BeforeAll
  static void start() throws Exception {
    pictures = Files.createDirectories(directory.resolve("my pictures"));
    FashionPictures fashion = FashionPictures.load();
    for (int i = 0; i < PICTURES; i++) {
      // Half of them without the name of a format.
      Files.write(pictures.resolve(i % 2 == 0 ? i + ".png" : "IMG_" + i), fashion.png(i));
    }
    Path backbone = ownBackbone();
    Path encoder = directory.resolve("mine.zip");
    Command.run(
        "encoder",
        "fit",
        pictures.toString(),
        "--out",
        encoder.toString(),
        "--backbone",
        backbone.toString(),
        "--size",
        "16");
    encoderId = Encoders.load(encoder.toString()).encoderId();
    stack =
        new LocalStack(
            new LocalStackSettings(
                directory.resolve("data"),
                0,
                0,
                PARTITIONS,
                encoder.toString(),
                Optional.of(backbone.toString()),
                "auto",
                Optional.of(pictures),
                List.of()),
            new SimpleMeterRegistry(),
            step -> {});
    stack.start("test");
    clients = new TestClients(stack.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
    }
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void shouldSelectByTheWorkersEncoderWhenPicturesAreDescribedBeforeThePolicyIsSet()
      throws Exception {
    run("images", "publish", pictures.toString(), "--pool", "street");
    awaitDescribed("street", encoderId);
    run("policy", "set", "--pool", "street", "--budget", "20");

    assertThat(policyEncoder("street")).isEqualTo(encoderId);
    assertThat(selected("street")).hasSize(20);
  }

  /** Then nobody can know the workers' encoder; the workers describe by the policy's as well. */
  @Test
  void shouldSelectByTheBuiltInEncoderWhenThePolicyIsSetBeforeAnythingIsDescribed()
      throws Exception {
    String compact = Encoders.builtIn("compact").encoderId();
    run("policy", "set", "--pool", "early", "--budget", "20", "--encoder", "compact");
    run("images", "publish", pictures.toString(), "--pool", "early");
    awaitDescribed("early", compact);

    assertThat(policyEncoder("early")).isEqualTo(compact);
    assertThat(selected("early")).hasSize(20);
  }

  /** Scores all pictures, asks for a round and returns the ids of its query set. */
  private static List<String> selected(String pool) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < PICTURES; i++) {
      double p = 0.5 + i / 200.0;
      lines.append(
          "{\"imageId\":\"%s\",\"pool\":\"%s\",\"model\":\"m\",\"modelVersion\":\"1\",\"prediction\":{\"classes\":[\"car\",\"bus\"],\"probabilities\":[%s,%s]}}%n"
              .formatted(i % 2 == 0 ? i + ".png" : "IMG_" + i, pool, p, 1 - p));
    }
    Path scores = Files.writeString(directory.resolve(pool + ".jsonl"), lines);
    run("scores", "publish", scores.toString());
    FoldedInput.await(clients.admin(), "winnow-streams", stack.catalog(), PARTITIONS);
    run("round", "request", "--pool", pool, "--wait");
    JsonNode selected =
        JSON.readTree(run("round", "selected", "--pool", pool, "--round", "1", "--json"));
    return selected.findValuesAsText("imageId");
  }

  private static String policyEncoder(String pool) throws IOException {
    return JSON.readTree(run("policy", "show", "--pool", pool, "--json"))
        .get("encoderId")
        .textValue();
  }

  private static void awaitDescribed(String pool, String encoder) {
    try (TopicTail<ImageDescribed> described = clients.tail(stack.catalog().descriptors())) {
      described.awaitUntil(
          "descriptors of pool " + pool + " by encoder " + encoder,
          all ->
              all.stream()
                      .filter(one -> one.getPool().equals(pool))
                      .filter(one -> one.getEncoderId().equals(encoder))
                      .count()
                  == PICTURES);
    }
  }

  private static String run(String... arguments) {
    return Command.run(
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--bootstrap-servers",
                    stack.bootstrapServers(),
                    "--registry",
                    stack.registryUrl()))
            .toArray(String[]::new));
  }

  /** The built-in backbone's files under another name. */
  private static Path ownBackbone() throws IOException {
    Path own = Files.createDirectories(directory.resolve("backbone"));
    for (String name : List.of("backbone.json", "model.onnx")) {
      try (InputStream file = Backbones.class.getResourceAsStream("compact/" + name)) {
        Files.copy(file, own.resolve(name));
      }
    }
    Path spec = own.resolve("backbone.json");
    Files.writeString(spec, Files.readString(spec).replaceFirst("\"compact\"", "\"own\""));
    return own;
  }
}
