package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.integration.SecuredClients.Result;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pool that goes from pictures to a verified query set by commands, each run by the user whose
 * role it is.
 */
record GuardedPool(SecuredClients clients, Path directory) {

  static final String NAME = "guarded";
  static final int PARTITIONS = 2;

  private static final int IMAGES = 12;
  private static final int BUDGET = 4;

  void createTopics() throws IOException {
    clients.succeed(Role.ADMIN, "topics", "create", "--partitions", "" + PARTITIONS);
    clients.succeed(Role.ADMIN, "topics", "check");
  }

  /** Publishes pictures, closes a round of them and verifies it. */
  void closeARound() throws Exception {
    clients.succeed(
        Role.PUBLISHER, "images", "publish", pictures().toString(), "--inline", "--pool", NAME);
    clients.succeed(Role.PUBLISHER, "scores", "publish", scores().toString());
    clients.succeed(Role.OPERATOR, "policy", "set", "--pool", NAME, "--budget", "" + BUDGET);
    try (TopicTail<ImageDescribed> described =
        TopicTail.of(
            clients.settings(SecuredClients.user(Role.STREAMS)), clients.topics().descriptors())) {
      described.awaitUntil("descriptors", all -> all.size() == IMAGES);
    }
    FoldedInput.await(clients.admin(), Role.DEFAULT_APPLICATION_ID, clients.topics(), PARTITIONS);

    clients.succeed(Role.OPERATOR, "round", "request", "--pool", NAME, "--wait");
    Result selected = clients.succeed(Role.OPERATOR, "round", "selected", "--pool", NAME);
    assertThat(selected.out().lines().filter(line -> line.contains(".png"))).hasSize(BUDGET);
    Result verified = clients.succeed(Role.AUDITOR, "audit", "verify");
    assertThat(verified.out()).containsIgnoringCase("verified");
  }

  /** What else the roles do. */
  void lookAtItAndActivateAnEncoder() throws IOException {
    clients.succeed(Role.OPERATOR, "round", "decisions", "--pool", NAME, "--round", "1");
    clients.succeed(Role.AUDITOR, "audit", "explain", "0.png", "--pool", NAME);
    String other = NAME + "-next";
    String old = "5e".repeat(32);
    clients.succeed(
        Role.OPERATOR,
        "policy",
        "set",
        "--pool",
        other,
        "--budget",
        "1",
        "--encoder",
        old,
        "--descriptor-size",
        "8");
    clients.succeed(Role.OPERATOR, "encoder", "activate", "compact", "--pool", other);
  }

  /** A file of one score for each picture. */
  Path scores() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < IMAGES; i++) {
      double likelier = 0.5 + i / 100.0;
      lines.append(
          "{\"imageId\":\"%d.png\",\"pool\":\"%s\",\"model\":\"m\",\"modelVersion\":\"1\",\"prediction\":{\"classes\":[\"a\",\"b\"],\"probabilities\":[%s,%s]}}%n"
              .formatted(i, NAME, likelier, 1 - likelier));
    }
    return Files.writeString(directory.resolve("scores.jsonl"), lines);
  }

  private Path pictures() throws IOException {
    FashionPictures fashion = FashionPictures.load();
    Path pictures = Files.createDirectories(directory.resolve("pictures"));
    for (int i = 0; i < IMAGES; i++) {
      Files.write(pictures.resolve(i + ".png"), fashion.png(i));
    }
    return pictures;
  }
}
