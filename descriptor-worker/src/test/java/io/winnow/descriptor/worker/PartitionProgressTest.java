package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionProgressTest {

  private static final int METADATA_LIMIT = 4096;

  @Test
  void shouldCommitTheFirstOutstandingRecordAndWhatIsDoneBehindIt() {
    PartitionProgress progress = new PartitionProgress(null);
    read(progress, 10, 11, 12, 13);

    OffsetAndMetadata committed = progress.after(Set.of(11L, 13L));
    PartitionProgress next = new PartitionProgress(committed);

    assertThat(committed.offset()).isEqualTo(10);
    assertThat(read(next, 10, 11, 12, 13, 14)).containsExactly(10L, 12L, 14L);
  }

  @Test
  void shouldCommitNoMetadataWhenNothingIsOutstandingBeforeWhatIsDone() {
    PartitionProgress progress = new PartitionProgress(null);
    read(progress, 0, 1, 2);

    assertThat(progress.after(Set.of(0L, 1L))).isEqualTo(new OffsetAndMetadata(2));
    assertThat(progress.after(Set.of(0L, 1L, 2L))).isEqualTo(new OffsetAndMetadata(3));
  }

  /** Random orders of doing, crashes anywhere, gaps where transactions end: once each. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldDoEveryRecordOnceWhateverIsReadAgain(long seed) {
    Random random = new Random(seed);
    List<Long> log =
        LongStream.range(0, 3_000).filter(offset -> random.nextInt(5) > 0).boxed().toList();
    List<Long> doneInAll = new ArrayList<>();
    OffsetAndMetadata committed = null;
    int crashes = 0;
    while (doneInAll.size() < log.size()) {
      PartitionProgress progress = new PartitionProgress(committed);
      long from = committed == null ? 0 : committed.offset();
      List<Long> toRead = new ArrayList<>(log.stream().filter(o -> o >= from).toList());
      List<Long> inHand = new ArrayList<>();
      while (random.nextInt(200) > 0 && (!toRead.isEmpty() || !inHand.isEmpty())) {
        for (int i = random.nextInt(20); i > 0 && !toRead.isEmpty(); i--) {
          inHand.addAll(read(progress, toRead.remove(0)));
        }
        Set<Long> done = new HashSet<>();
        for (int i = random.nextInt(20); i > 0 && !inHand.isEmpty(); i--) {
          done.add(inHand.remove(random.nextInt(Math.min(inHand.size(), 100))));
        }
        if (!done.isEmpty()) {
          OffsetAndMetadata next = progress.after(done);
          assertThat(next.offset()).isGreaterThanOrEqualTo(from);
          if (random.nextInt(10) > 0) { // else the transaction is aborted by a crash
            progress.done(done);
            committed = next;
            doneInAll.addAll(done);
          } else {
            break;
          }
        }
      }
      crashes++;
    }

    assertThat(doneInAll).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(doneInAll)).containsExactlyElementsOf(log);
    assertThat(crashes).isGreaterThan(1);
    assertThat(committed.metadata()).isEmpty();
  }

  @Test
  void shouldFitIntoTheMetadataThatABrokerTakesWhenTheWindowIsFull() {
    PartitionProgress progress = new PartitionProgress(null);
    Set<Long> done = new HashSet<>();
    Random random = new Random(1);
    for (long offset = 0; offset < 3 * PartitionProgress.WINDOW; offset++) {
      read(progress, offset);
      if (offset > 0 && progress.isWithinWindow(offset) && random.nextBoolean()) {
        done.add(offset);
      }
    }
    done.add(PartitionProgress.WINDOW - 1L);

    assertThat(progress.isWithinWindow(PartitionProgress.WINDOW)).isFalse();
    assertThat(progress.after(done).metadata()).hasSizeBetween(3_000, METADATA_LIMIT);
  }

  @Test
  void shouldForgetOutstandingRecordsThatExistNoMore() {
    PartitionProgress before = new PartitionProgress(null);
    read(before, 0, 1, 2, 3);
    PartitionProgress progress = new PartitionProgress(before.after(Set.of(1L, 3L)));

    assertThat(read(progress, 7)).containsExactly(7L); // retention took 0 and 2
    assertThat(progress.after(Set.of(7L))).isEqualTo(new OffsetAndMetadata(8));
  }

  @Test
  void shouldDoAgainWhatAGroupWasSetBackTo() {
    PartitionProgress progress = new PartitionProgress(new OffsetAndMetadata(100));

    assertThat(read(progress, 5, 6)).containsExactly(5L, 6L);
    assertThat(progress.after(Set.of(6L)).offset()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "somebody else's", "done:", "done:*", "done:AA"})
  void shouldTakeForeignMetadataForNothingDone(String metadata) {
    PartitionProgress progress = new PartitionProgress(new OffsetAndMetadata(3, metadata));

    assertThat(read(progress, 3, 4)).containsExactly(3L, 4L);
  }

  private static List<Long> read(PartitionProgress progress, long... offsets) {
    return LongStream.of(offsets)
        .filter(
            offset ->
                progress.read(new ConsumerRecord<>("images", 0, offset, new byte[0], new byte[0])))
        .boxed()
        .toList();
  }
}
