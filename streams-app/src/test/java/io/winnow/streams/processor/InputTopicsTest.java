package io.winnow.streams.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.ConsumedOffsets;
import io.winnow.selection.ledger.SortedMapStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputTopicsTest {

  private static final List<String> TOPICS = List.of("scores", "labels");

  private final SortedMapStore store = new SortedMapStore();
  private final Map<String, String> ids = new HashMap<>(Map.of("scores", "a", "labels", "b"));

  @Test
  void shouldForgetTheOffsetsOfATopicThatWasCreatedAgainWhileTheTaskWasStopped() {
    ConsumedOffsets consumed = started();
    consumed.advance("scores", 5);
    consumed.advance("labels", 5);
    ids.put("scores", "another");

    ConsumedOffsets again = started();

    assertThat(again.advance("scores", 0)).isTrue();
    assertThat(again.advance("labels", 5)).isFalse();
  }

  @Test
  void shouldKeepTheOffsetsWhenTheTopicIsTheSame() {
    started().advance("scores", 5);

    assertThat(started().advance("scores", 5)).isFalse();
  }

  @Test
  void shouldKeepTheOffsetsWhenTheBrokersDoNotAnswer() {
    started().advance("scores", 5);
    ids.clear();

    assertThat(started().advance("scores", 5)).isFalse();

    ids.put("scores", "a");
    assertThat(started().advance("scores", 5)).isFalse();
  }

  private ConsumedOffsets started() {
    ConsumedOffsets consumed = new ConsumedOffsets(store);
    new InputTopics(topic -> Optional.ofNullable(ids.get(topic)), store, consumed::forget)
        .checkAll(TOPICS);
    return consumed;
  }
}
