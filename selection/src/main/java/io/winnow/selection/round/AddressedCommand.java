package io.winnow.selection.round;

/** A command and the partition it goes to. */
public record AddressedCommand(int partition, PoolCommand command) {}
