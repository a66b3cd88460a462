package io.winnow.streams.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.streams.client.TopicIds;
import io.winnow.streams.intake.SourceRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that an input topic was deleted and created again. Its offsets start anew: by the old
 * ones, its records would count as processed.
 */
final class InputTopics {

  private static final Logger LOG = LoggerFactory.getLogger(InputTopics.class);
  private static final String ID = "topic-id";

  private final TopicIds ids;
  private final OrderedStore store;
  private final Consumer<String> forget;

  /** The last record of each topic that was read again. */
  private final Map<String, Long> lastReadAgain = new HashMap<>();

  /**
   * @param store keeps the ids; none of its other keys begins as theirs do
   * @param forget takes a topic whose consumed offsets no longer count
   */
  InputTopics(TopicIds ids, OrderedStore store, Consumer<String> forget) {
    this.ids = ids;
    this.store = store;
    this.forget = forget;
  }

  void checkAll(List<String> topics) {
    topics.forEach(this::createdAgain);
  }

  /**
   * Returns whether a record whose offset was processed before is the same record, read again. Else
   * the topic was created again and its consumed offsets were forgotten. The brokers are asked only
   * where reading again begins.
   */
  boolean readAgain(SourceRecord from) {
    Long last = lastReadAgain.put(from.topic(), from.offset());
    if (last != null && last < from.offset()) {
      return true;
    }
    if (createdAgain(from.topic())) {
      lastReadAgain.remove(from.topic());
      return false;
    }
    LOG.info(
        "{}-{} is read again from offset {}: what was processed before is skipped",
        from.topic(),
        from.partition(),
        from.offset());
    return true;
  }

  /** Returns whether the topic is another than when this was asked last; then its offsets went. */
  private boolean createdAgain(String topic) {
    byte[] key = StoreKey.of(ID, topic);
    byte[] known = store.get(key);
    byte[] id = ids.of(topic).map(text -> text.getBytes(UTF_8)).orElse(known);
    if (Arrays.equals(id, known)) {
      return false;
    }
    store.put(key, id);
    if (known == null) {
      return false;
    }
    LOG.warn(
        "topic {} was deleted and created again (id {}, before {}): all its records are taken as"
            + " new, and rounds closed before can no longer be replayed from it; to verify those,"
            + " use bundles that were exported before, or restore the topic under another prefix",
        topic,
        new String(id, UTF_8),
        new String(known, UTF_8));
    forget.accept(topic);
    return true;
  }
}
