package io.winnow.cli.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.kafka.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The refusals that are part of what became of an image. */
public final class DeadLettersOfKey {

  private DeadLettersOfKey() {}

  /**
   * The dead letters with this key, the oldest first, as {@code dead-letters list --json} has them.
   *
   * @throws io.winnow.cli.console.CommandException if the topic cannot be read
   */
  public static List<ObjectNode> read(Cluster cluster, String key) {
    List<ObjectNode> rows = new ArrayList<>();
    LetterFilter.ofKey(key).read(cluster, stored -> rows.add(LetterText.row(stored)));
    rows.sort(Comparator.comparing(row -> row.get("writtenAt").textValue()));
    return rows;
  }

  /** One of them in words. */
  public static String line(ObjectNode letter) {
    return LetterText.printable(
        "refused by %s, %s-%s@%s: %s (dead letter %s)"
            .formatted(
                letter.get("stage").textValue(),
                letter.get("topic").textValue(),
                letter.get("partition"),
                letter.get("offset"),
                letter.get("reason").textValue(),
                letter.get("id").textValue()));
  }
}
