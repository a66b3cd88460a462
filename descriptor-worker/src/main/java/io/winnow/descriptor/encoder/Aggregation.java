package io.winnow.descriptor.encoder;

/**
 * How the fused map becomes a vector: average-pooled to a {@code grid x grid} grid and flattened,
 * or flattened as it is ({@code flatten}, the paper's literal reading; grid 0 here).
 *
 * @param grid cells per side, 0 for flatten
 */
public record Aggregation(int grid) {

  /** Flattens the whole middle-map grid. */
  public static final Aggregation FLATTEN = new Aggregation(0);

  private static final String GRID_PREFIX = "grid ";
  private static final int MAX_GRID = 512;

  public Aggregation {
    if (grid < 0 || grid > MAX_GRID) {
      throw new IllegalArgumentException("grid must be within 0.." + MAX_GRID + ", got " + grid);
    }
  }

  /** Average pooling to {@code cells x cells} before flattening. */
  public static Aggregation grid(int cells) {
    if (cells < 1) {
      throw new IllegalArgumentException("grid must be at least 1, got " + cells);
    }
    return new Aggregation(cells);
  }

  /** Parses {@code flatten} or {@code grid 4}. */
  public static Aggregation parse(String text) {
    if (text.equals("flatten")) {
      return FLATTEN;
    }
    if (text.startsWith(GRID_PREFIX)) {
      try {
        return grid(Integer.parseInt(text.substring(GRID_PREFIX.length()).trim()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("bad aggregation '" + text + "'", e);
      }
    }
    throw new IllegalArgumentException(
        "unknown aggregation '" + text + "', known: flatten, grid <cells>");
  }

  /** The text that {@link #parse} reads. */
  public String text() {
    return grid == 0 ? "flatten" : GRID_PREFIX + grid;
  }
}
