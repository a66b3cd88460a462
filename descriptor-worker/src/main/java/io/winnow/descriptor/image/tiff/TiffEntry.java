package io.winnow.descriptor.image.tiff;

/**
 * One entry of a directory.
 *
 * @param type of its values, as TIFF numbers them
 * @param count of them
 * @param at where in the file the first one lies
 */
record TiffEntry(int tag, int type, long count, long at) {

  static final int BYTE = 1;
  static final int ASCII = 2;
  static final int SHORT = 3;
  static final int LONG = 4;
  static final int RATIONAL = 5;
  static final int SIGNED_BYTE = 6;
  static final int UNDEFINED = 7;
  static final int SIGNED_SHORT = 8;
  static final int SIGNED_LONG = 9;
  static final int SIGNED_RATIONAL = 10;
  static final int FLOAT = 11;
  static final int DOUBLE = 12;
  static final int DIRECTORY = 13;
  static final int LONG8 = 16;
  static final int SIGNED_LONG8 = 17;
  static final int DIRECTORY8 = 18;

  /** Bytes of a value; 0 of a type that is not known. */
  static int bytes(int type) {
    return switch (type) {
      case BYTE, ASCII, SIGNED_BYTE, UNDEFINED -> 1;
      case SHORT, SIGNED_SHORT -> 2;
      case LONG, SIGNED_LONG, FLOAT, DIRECTORY -> 4;
      case RATIONAL, SIGNED_RATIONAL, DOUBLE, LONG8, SIGNED_LONG8, DIRECTORY8 -> 8;
      default -> 0;
    };
  }
}
