package io.winnow.selection.limit;

/**
 * What a list in a record leaves out, since the record would be too large with it.
 *
 * @param entries how many
 * @param digest of the line {@code winnow-omitted-1} and a line per entry, which is that of an
 *     entry in the digest of the record without its title
 */
public record Omitted(int entries, String digest) {}
