package io.winnow.selection.round;

/** What became of a step of the round protocol that was valid. */
public enum ProtocolOutcome {
  /** It took effect. */
  APPLIED,
  /** It was taken before; at most it was answered again. */
  DUPLICATE,
  /** It is about a round that is over, or that this task does not know; it was ignored. */
  CLOSED
}
