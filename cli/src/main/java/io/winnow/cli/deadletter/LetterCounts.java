package io.winnow.cli.deadletter;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Dead letters counted by topic, stage and kind of reason: numbers and what is quoted differ from
 * record to record and are left out. Beyond so many kinds the rest is one.
 */
final class LetterCounts {

  /** What is counted together. */
  record Kind(String topic, String stage, String reason) {}

  /** How many there are, and when the first and the last were written. */
  record Count(Kind kind, long letters, Instant first, Instant last) {}

  private static final int MAX_KINDS = 500;
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern HEX = Pattern.compile("\\b(0x)?[0-9a-f]{16,}\\b");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  private final Map<Kind, Count> counts = new HashMap<>();

  void add(StoredLetter stored) {
    Kind kind =
        new Kind(
            stored.letter().sourceTopic(), stored.letter().stage(), kind(stored.letter().reason()));
    if (counts.size() >= MAX_KINDS && !counts.containsKey(kind)) {
      kind = new Kind("others", "-", "more kinds of reasons than " + MAX_KINDS);
    }
    Instant at = stored.writtenAt();
    counts.merge(
        kind,
        new Count(kind, 1, at, at),
        (known, one) ->
            new Count(
                known.kind(),
                known.letters() + 1,
                known.first().isBefore(at) ? known.first() : at,
                known.last().isAfter(at) ? known.last() : at));
  }

  /** The most frequent first. */
  List<Count> all() {
    return counts.values().stream()
        .sorted(
            Comparator.comparingLong(Count::letters)
                .reversed()
                .thenComparing(count -> count.kind().topic())
                .thenComparing(count -> count.kind().reason()))
        .toList();
  }

  private static String kind(String reason) {
    String plain = QUOTED.matcher(reason).replaceAll("'...'");
    plain = HEX.matcher(plain).replaceAll("#");
    return NUMBER.matcher(plain).replaceAll("#");
  }
}
