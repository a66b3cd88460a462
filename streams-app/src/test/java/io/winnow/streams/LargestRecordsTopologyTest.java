package io.winnow.streams;

import static io.winnow.streams.TopologyFixture.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.AttributeFilter;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundAbort;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.RoundSettled;
import io.winnow.schemas.SelectionLimit;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.topic.Topic;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.streams.mapping.ManifestMapping;
import io.winnow.streams.store.PoolStores;
import io.winnow.streams.store.RoundStores;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The largest inputs that are taken, together: every entry of the state and every record that comes
 * of them is within what its topic takes.
 */
class LargestRecordsTopologyTest {

  private static final int MIB = 1 << 20;
  private static final int GROUPS = 1_500;

  /** Of inputs of 1 MiB: what else the record holds. */
  private static final int OTHER_FIELDS = 4_096;

  private static final int LONGEST_REASON = io.winnow.selection.round.RoundAbort.MAX_TEXT;

  private static String name(int number, int bytes) {
    String digits = Integer.toString(number);
    return "n".repeat(bytes - digits.length()) + digits;
  }

  /** A policy of all the weight that is taken. */
  private static PoolPolicy.Builder largestPolicy(TopologyFixture winnow) {
    int used = OTHER_FIELDS;
    return winnow
        .policy()
        .setBudget(GROUPS)
        .setMaxSr(3.0)
        .setMeasure("mean-entropy")
        .setCommitteeSize(64)
        .setCommitteeMinimum(1)
        .setLimits(List.of(new SelectionLimit("attribute:group", null, 0, 1)))
        .setFilters(
            List.of(
                new AttributeFilter(
                    "camera",
                    List.of("7", "x".repeat(SizeLimits.POLICY_BYTES - used)),
                    null,
                    null)));
  }

  private static void score(
      TopologyFixture winnow, String imageId, String member, int number, Classification said) {
    winnow.publish(
        winnow.topics.scores(),
        imageId,
        ModelScored.newBuilder()
            .setPool(POOL)
            .setModel(name(0, SizeLimits.NAME_BYTES))
            .setModelVersion(name(number, SizeLimits.NAME_BYTES))
            .setMember(member)
            .setPrediction(said)
            .build());
  }

  private static Classification uniform(int size) {
    return new Classification(
        IntStream.range(0, size).mapToObj(i -> "class" + i).toList(),
        Collections.nCopies(size, 1.0 / size));
  }

  private static void describe(TopologyFixture winnow, String imageId, String group, int more) {
    winnow.publish(
        winnow.topics.descriptors(),
        imageId,
        TopologyFixture.described(1f, 0f)
            .setAttributes(Map.of("camera", "7", "group", group, "notes", "x".repeat(more)))
            .build());
  }

  /** Scores of all the weight that an image may have, the largest descriptor, many encoders. */
  private static void largestImage(TopologyFixture winnow, String imageId) {
    describe(winnow, imageId, "alone", MIB - OTHER_FIELDS);
    for (int i = 1; i < SizeLimits.CANDIDATE_ENCODERS; i++) {
      winnow.publish(
          winnow.topics.descriptors(),
          imageId,
          TopologyFixture.described(1f, 0f).setEncoderId("%064x".formatted(i)).build());
    }
    for (int i = 0; i < 10; i++) {
      score(winnow, imageId, "m" + i, i, uniform(55_000));
    }
    assertThat(winnow.deadLetters()).isEmpty();
    score(winnow, imageId, "m10", 10, uniform(5_000));
    assertThat(winnow.deadLetters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
                    .startsWith("CANDIDATE_BYTES: "));
  }

  /**
   * Two images of each group, of names that are as long as they can be or fill more than a list.
   */
  private static void manyImages(TopologyFixture winnow) {
    for (int i = 0; i < 2 * GROUPS; i++) {
      String imageId = name(i, 512);
      describe(winnow, imageId, name(i / 2, 3_000), 0);
      score(
          winnow,
          imageId,
          "m",
          i,
          new Classification(List.of(name(i, 3_000), "other"), List.of(0.75, 0.25)));
    }
  }

  @Test
  void shouldKeepEveryRecordOfARoundWithinItsTopic() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(largestPolicy(winnow));
      largestImage(winnow, "largest");
      manyImages(winnow);

      winnow.publish(
          winnow.topics.roundRequests(),
          POOL,
          new RoundRequested(
              name(1, SizeLimits.NAME_BYTES), null, "x".repeat(MIB - OTHER_FIELDS), null));

      assertThat(winnow.deadLetters()).isEmpty();
      RoundClosed manifest = winnow.read(winnow.topics.rounds()).get(0);
      assertListsOfTheFirst(manifest);
      assertThat(bytes(winnow.topics.rounds(), manifest))
          .isBetween(8 * SizeLimits.LIST_BYTES / 2 - MIB, SizeLimits.RECORD_BYTES);
      assertSettledInParts(winnow);
      assertThat(winnow.largestValue(winnow.topics.poolReports()))
          .isBetween(9 * MIB, SizeLimits.RECORD_BYTES);
      assertThat(winnow.largestValue(winnow.topics.annotationRequests()))
          .isBetween(9 * MIB, SizeLimits.RECORD_BYTES);
      assertThat(winnow.largestValue(winnow.topics.roundDecisions()))
          .isBetween(3_000, SizeLimits.RECORD_BYTES);
      assertThat(winnow.largestStateEntries())
          .containsKeys(
              PoolStores.CANDIDATES,
              PoolStores.DESCRIPTORS,
              PoolStores.OPEN_ROUNDS,
              PoolStores.POOLS,
              RoundStores.POOL_ROUNDS,
              RoundStores.ROUND_REPORTS)
          .allSatisfy(
              (store, largest) ->
                  assertThat(largest).as(store).isLessThanOrEqualTo(SizeLimits.RECORD_BYTES))
          .hasEntrySatisfying(
              PoolStores.OPEN_ROUNDS, largest -> assertThat(largest).isGreaterThan(8 * MIB));
    }
  }

  private static <V> int bytes(Topic<V> topic, V value) {
    return topic.valueSerde().serializer().serialize(topic.name(), value).length;
  }

  private static void assertListsOfTheFirst(RoundClosed manifest) {
    assertThat(manifest.getSelected()).isEqualTo(GROUPS);
    assertThat(manifest.getModelVersions().size() + manifest.getOmittedModelVersions().getEntries())
        .isEqualTo(2 * GROUPS);
    assertThat(manifest.getLimits().size() + manifest.getOmittedLimits().getEntries())
        .isGreaterThan(GROUPS - 10);
    assertThat(manifest.getOmittedShortlistClasses().getEntries()).isPositive();
    assertThat(manifest.getOmittedSelectionClasses().getEntries()).isPositive();
    assertThat(manifest.getSelectionClassEntropy()).isNull();
    assertThat(ManifestMapping.toAvro(ManifestMapping.fromAvro(manifest))).isEqualTo(manifest);
  }

  private static void assertSettledInParts(TopologyFixture winnow) {
    List<PoolCommand> settled =
        winnow.read(winnow.topics.poolCommands()).stream()
            .filter(command -> command.getCommand() instanceof RoundSettled)
            .toList();
    assertThat(settled)
        .extracting(command -> ((RoundSettled) command.getCommand()).getMore())
        .containsExactly(true, false);
    assertThat(settled)
        .allSatisfy(
            part ->
                assertThat(bytes(winnow.topics.poolCommands(), part))
                    .isLessThan(SizeLimits.CHUNK_BYTES + OTHER_FIELDS));
    assertThat(
            settled.stream()
                .mapToInt(part -> ((RoundSettled) part.getCommand()).getSelected().size())
                .sum())
        .isEqualTo(GROUPS);
  }

  @Test
  void shouldTakeTheSelectedImagesOutOfThePoolInAllParts() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy().setBudget(1_000));
      for (int i = 0; i < 1_001; i++) {
        winnow.candidate(name(i, 512), 0.5);
      }

      winnow.request("r1");
      winnow.request("r2");

      assertThat(winnow.read(winnow.topics.rounds()))
          .extracting(RoundClosed::getSelected)
          .containsExactly(1_000, 1);
      assertThat(winnow.deadLetters()).isEmpty();
    }
  }

  @Test
  void shouldKeepWhatThePoolsRoundsRememberWithinItsChangelog() {
    try (TopologyFixture winnow = HalfRankedRound.open()) {
      winnow.setPolicy(largestPolicy(winnow));
      for (int i = 0; i < SizeLimits.QUEUED_REQUESTS; i++) {
        winnow.request(name(i, SizeLimits.NAME_BYTES));
      }
      winnow.publish(
          winnow.topics.roundRequests(),
          POOL,
          new RoundRequested(
              "abort", null, "test", new RoundAbort(1L, "x".repeat(LONGEST_REASON))));
      winnow.passTime(Duration.ofSeconds(31));

      assertThat(winnow.deadLetters()).isEmpty();
      assertThat(winnow.largestValue(winnow.topics.rounds()))
          .isBetween(LONGEST_REASON, SizeLimits.RECORD_BYTES);
      assertThat(winnow.largestStateEntries().get(RoundStores.POOL_ROUNDS))
          .isBetween(SizeLimits.POLICY_BYTES, SizeLimits.RECORD_BYTES);
    }
  }

  @Test
  void shouldRefuseAPolicyThatIsTooLargeAndKeepTheOneBefore() {
    try (TopologyFixture winnow = new TopologyFixture()) {
      winnow.setPolicy(winnow.policy());
      winnow.setPolicy(
          winnow
              .policy()
              .setBudget(1)
              .setFilters(
                  List.of(
                      new AttributeFilter("camera", List.of("x".repeat(600_000)), null, null))));

      assertThat(winnow.deadLetters())
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(TopologyFixture.header(letter, DeadLetters.REASON))
                      .startsWith("POLICY_BYTES: weight of the policy is 6")
                      .endsWith("at most 262144 is taken"));
      winnow.candidate("a", 0.5);
      winnow.candidate("b", 0.5);
      winnow.request("r1");
      assertThat(winnow.read(winnow.topics.rounds()).get(0).getBudget()).isEqualTo(2);
    }
  }
}
