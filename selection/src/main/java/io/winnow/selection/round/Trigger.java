package io.winnow.selection.round;

/** What opened a round. */
public enum Trigger {
  WINDOW,
  REQUEST,
  COUNT
}
