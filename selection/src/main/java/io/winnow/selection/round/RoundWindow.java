package io.winnow.selection.round;

/**
 * The event times that compete in a round: {@code [start, end)}, milliseconds since the epoch.
 *
 * @param start inclusive, or null for no lower bound
 * @param end exclusive, or null for no upper bound
 */
public record RoundWindow(Long start, Long end) {}
