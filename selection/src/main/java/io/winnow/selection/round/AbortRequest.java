package io.winnow.selection.round;

/**
 * Somebody asked to end a round without a query set.
 *
 * @param round its number; null for whichever is open
 */
public record AbortRequest(Long round, RoundAbort abort) {}
