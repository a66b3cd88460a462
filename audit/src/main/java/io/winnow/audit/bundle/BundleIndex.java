package io.winnow.audit.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.audit.RoundVerdict.Level;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/**
 * What a bundle holds: its entry {@code bundle.json}.
 *
 * @param format {@value #FORMAT}
 * @param level how far its rounds can be verified
 * @param pool the rounds' pool
 * @param lastRound it holds this round and all before it
 * @param topicPrefix starts every topic name
 * @param topics full topic name to what is here of each partition, by its number
 */
record BundleIndex(
    String format,
    Level level,
    String pool,
    long lastRound,
    String topicPrefix,
    SortedMap<String, List<Extent>> topics) {

  static final String FORMAT = "winnow-bundle-1";
  static final String ENTRY = "bundle.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What a bundle has of one partition.
   *
   * @param begin offset from which on records may be here; those before it were left out
   * @param end offset after the last one
   * @param records how many are here
   */
  record Extent(long begin, long end, long records) {}

  /**
   * @throws IOException if this is no index of a bundle, with one line that says why
   */
  static BundleIndex fromJson(byte[] json) throws IOException {
    try {
      BundleIndex index = JSON.readValue(json, BundleIndex.class);
      if (!FORMAT.equals(index.format)) {
        throw new IOException(ENTRY + " has the format " + index.format + ", expected " + FORMAT);
      }
      if (index.level == null
          || index.pool == null
          || index.topicPrefix == null
          || index.topics == null) {
        throw new IOException(ENTRY + " lacks level, pool, topicPrefix or topics");
      }
      return index;
    } catch (JsonProcessingException e) {
      throw new IOException(ENTRY + ": " + e.getOriginalMessage(), e);
    }
  }

  byte[] toJson() throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  static String recordsEntry(String topic, int partition) {
    return "records/" + topic + "/" + partition;
  }

  static String schemaEntry(int id) {
    return "schemas/" + id + ".avsc";
  }
}
