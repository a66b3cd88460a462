package io.winnow.schemas.serde;

/**
 * The registry does not know the id of a record's schema. Another day it may: the id is all that
 * says whether it is the record's fault.
 */
public final class UnknownSchemaIdException extends MalformedRecordException {
  private static final long serialVersionUID = 1L;

  private final int id;

  public UnknownSchemaIdException(int id, String why, Throwable cause) {
    super("unknown schema id " + id + why, cause);
    this.id = id;
  }

  public int id() {
    return id;
  }
}
