package io.winnow.integration.fuzz;

import java.util.List;

/**
 * Something that decodes bytes from outside.
 *
 * @param name for the report
 * @param corpus what it is fed
 * @param target decodes an input, as the product does
 * @param documented what the decoder says it throws for bytes it cannot use
 * @param share of all inputs, relative to the other decoders'
 */
record Decoder(
    String name,
    Corpus corpus,
    Target target,
    List<Class<? extends Exception>> documented,
    int share) {

  /** Decodes an input. */
  @FunctionalInterface
  interface Target {
    void decode(byte[] input) throws Exception;
  }

  boolean documents(Throwable failure) {
    return documented.stream().anyMatch(type -> type.isInstance(failure));
  }
}
