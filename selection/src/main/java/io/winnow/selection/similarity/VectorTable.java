package io.winnow.selection.similarity;

import java.util.List;

/**
 * Vectors of equal length, packed in panels for fast dot products. Takes twice the memory of the
 * vectors; no operation ever holds a matrix of all pairs.
 */
public final class VectorTable {
  /** The one place that decides which kernel runs; every kernel gives the same bits. */
  private static final PanelKernel KERNEL = new PlainPanelKernel();

  /** Columns of a panel: with 256 dimensions a panel is 128 KiB and stays in a core's L2 cache. */
  private static final int PANEL_WIDTH = 128;

  private final List<float[]> vectors;
  private final float[][] panels;

  /**
   * @throws IllegalArgumentException if the lengths differ
   */
  public VectorTable(List<float[]> vectors) {
    this.vectors = List.copyOf(vectors);
    this.panels = new float[(vectors.size() + PANEL_WIDTH - 1) / PANEL_WIDTH][];
    for (int p = 0; p < panels.length; p++) {
      panels[p] = pack(p);
    }
  }

  public int size() {
    return vectors.size();
  }

  /**
   * Writes {@code dots[j]}, the dot product of {@code query} and vector j, for at least every j in
   * [from, to). Entries outside the range may be overwritten: whole panels are computed.
   *
   * @param dots {@link #size()} entries
   */
  public void dots(float[] query, int from, int to, float[] dots) {
    if (from >= to) {
      return;
    }
    int last = (to - 1) / PANEL_WIDTH;
    for (int p = from / PANEL_WIDTH; p <= last; p++) {
      KERNEL.multiply(query, panels[p], width(p), dots, p * PANEL_WIDTH);
    }
  }

  /** As {@link #dots(float[], int, int, float[])} with vector {@code row} of this table. */
  public void dots(int row, int from, int to, float[] dots) {
    dots(vectors.get(row), from, to, dots);
  }

  /** Computes every dot product of two vectors of this table once, panel by panel. */
  public void lowerTriangle(TriangleSink sink) {
    float[] dots = new float[PANEL_WIDTH];
    for (int p = 0; p < panels.length; p++) {
      int first = p * PANEL_WIDTH;
      for (int row = first + 1; row < vectors.size(); row++) {
        KERNEL.multiply(vectors.get(row), panels[p], width(p), dots, 0);
        sink.accept(row, first, Math.min(width(p), row - first), dots);
      }
    }
  }

  private int width(int panel) {
    return Math.min(PANEL_WIDTH, vectors.size() - panel * PANEL_WIDTH);
  }

  private float[] pack(int panel) {
    int width = width(panel);
    int dimension = vectors.get(0).length;
    float[] packed = new float[Math.multiplyExact(dimension, width)];
    for (int c = 0; c < width; c++) {
      float[] vector = vectors.get(panel * PANEL_WIDTH + c);
      if (vector.length != dimension) {
        throw new IllegalArgumentException(
            "vector "
                + (panel * PANEL_WIDTH + c)
                + " has "
                + vector.length
                + " entries, vector 0 has "
                + dimension);
      }
      for (int d = 0; d < dimension; d++) {
        packed[d * width + c] = vector[d];
      }
    }
    return packed;
  }
}
