package io.winnow.selection.ledger;

/**
 * The encoder of a descriptor with the length of its vectors. The length belongs to it, so that a
 * vector of another length, wrongly published under the same id, is another kind of descriptor and
 * can neither be compared with the right ones nor take their place.
 *
 * @param id encoder id
 * @param size number of components of its vectors
 */
public record EncoderRef(String id, int size) {

  /** Returns {@code id/size}. */
  @Override
  public String toString() {
    return id + "/" + size;
  }
}
