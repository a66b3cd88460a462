package io.winnow.schemas.serde;

/** Names the field of a record whose bytes or whose type cannot be read, and says why. */
final class FieldReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  FieldReadException(String field, Throwable cause) {
    this(field, cause instanceof FieldReadException inner ? inner.getCause() : cause, cause);
  }

  private FieldReadException(String field, Throwable root, Throwable direct) {
    super(root);
    this.path =
        direct instanceof FieldReadException inner ? field + inner.separator() + inner.path : field;
  }

  private String separator() {
    return path.startsWith("[") ? "" : ".";
  }

  @Override
  public String getMessage() {
    return "field " + path + ": " + OneLine.of(getCause());
  }
}
