package io.winnow.audit;

import java.util.List;

/**
 * What an audit says of one round.
 *
 * @param level how far it could look
 * @param verdict what it found
 * @param findings why, in one line each: the first difference of every kind, or what is missing;
 *     empty for {@link Verdict#VERIFIED}
 */
public record RoundVerdict(
    String pool, long round, Level level, Verdict verdict, List<String> findings) {

  public RoundVerdict {
    findings = List.copyOf(findings);
  }

  /** How far an audit could look. */
  public enum Level {
    /** From the records that the round saw. */
    FULL,
    /** From decisions, annotation requests and descriptors alone. */
    EVIDENCE
  }

  /** What an audit found. */
  public enum Verdict {
    /** All that was written follows from what was read. */
    VERIFIED,
    /** Something written does not follow. */
    DIFFERENT,
    /** What the audit would need is not there any more. */
    UNVERIFIABLE
  }
}
