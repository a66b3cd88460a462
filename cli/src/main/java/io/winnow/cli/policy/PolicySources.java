package io.winnow.cli.policy;

/**
 * Where a policy's values come from that no flag gives.
 *
 * @param duplicateCosines of encoders of which only the id is given
 * @param describing the encoders that the workers use
 */
record PolicySources(DuplicateCosines duplicateCosines, DescribingEncoders describing) {}
