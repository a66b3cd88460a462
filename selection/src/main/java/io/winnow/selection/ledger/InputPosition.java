package io.winnow.selection.ledger;

import io.winnow.selection.digest.InputChain;

/**
 * How far one partition of an input topic has been folded in.
 *
 * @param offset of the last record
 * @param digest of all records up to it, see {@link InputChain}; 64 hexadecimal digits
 */
public record InputPosition(long offset, String digest) {}
