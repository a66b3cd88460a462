package io.winnow.selection.policy;

import io.winnow.selection.ledger.EncoderRef;

/**
 * A pool's going over from an encoder to another.
 *
 * @param from encoder of the rounds so far
 * @param to encoder of the rounds to come
 */
public record EncoderChange(EncoderRef from, EncoderRef to) {}
