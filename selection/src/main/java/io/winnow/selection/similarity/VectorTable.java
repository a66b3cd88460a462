package io.winnow.selection.similarity;

import java.util.List;

/**
 * Vectors of equal length, packed in panels for fast dot products. Takes twice the memory of the
 * vectors; no operation ever holds a matrix of all pairs.
 */
public final class VectorTable {
  private static final int WIDTH = PanelKernel.WIDTH;

  /** Rows of a task: with a panel they stay in a core's second-level cache. */
  private static final int TASK_ROWS = 128;

  /** Multiply-adds of a share of one row: some 50 µs, well above the cost of handing it over. */
  private static final int SHARE = 1 << 20;

  private final float[][] vectors;
  private final float[][] panels;
  private final PanelKernel kernel;
  private final Crew crew;

  /**
   * On the {@linkplain SimilarityEngine#shared shared engine}.
   *
   * @throws IllegalArgumentException if the lengths differ
   */
  public VectorTable(List<float[]> vectors) {
    this(vectors, SimilarityEngine.shared());
  }

  VectorTable(List<float[]> vectors, SimilarityEngine engine) {
    this.vectors = vectors.toArray(float[][]::new);
    this.panels = new float[(vectors.size() + WIDTH - 1) / WIDTH][];
    this.kernel = engine.kernel();
    this.crew = engine.crew();
    checkLengths();
    crew.run(panels.length, (panel, progress) -> panels[panel] = pack(panel));
  }

  public int size() {
    return vectors.length;
  }

  /**
   * Writes {@code dots[j]}, the dot product of {@code query} and vector j, for at least every j in
   * [from, to). Entries outside the range may be overwritten: whole panels are computed.
   *
   * @param dots {@link #size()} entries
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public void dots(float[] query, int from, int to, float[] dots) {
    if (from >= to) {
      return;
    }
    Crew.checkInterrupt(Thread.currentThread());
    int firstPanel = from / WIDTH;
    int panelsEnd = (to - 1) / WIDTH + 1;
    int share = Math.max(1, SHARE / (WIDTH * query.length));
    int shares = (panelsEnd - firstPanel + share - 1) / share;
    crew.run(
        shares,
        (number, progress) -> {
          int begin = firstPanel + number * share;
          for (int p = begin; p < Math.min(begin + share, panelsEnd); p++) {
            multiplyPanel(query, p, dots);
          }
        });
  }

  private void multiplyPanel(float[] query, int panel, float[] dots) {
    int first = panel * WIDTH;
    if (first + WIDTH <= dots.length) {
      kernel.multiply(query, panels[panel], dots, first);
    } else {
      float[] whole = new float[WIDTH];
      kernel.multiply(query, panels[panel], whole, 0);
      System.arraycopy(whole, 0, dots, first, vectors.length - first);
    }
  }

  /** As {@link #dots(float[], int, int, float[])} with vector {@code row} of this table. */
  public void dots(int row, int from, int to, float[] dots) {
    dots(vectors[row], from, to, dots);
  }

  /**
   * Computes every dot product of two vectors of this table once: of each row with the columns
   * below it.
   *
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public void lowerTriangle(DotSink sink) {
    int tasks = (vectors.length + TASK_ROWS - 1) / TASK_ROWS;
    // The last rows are the longest: begun first, no thread is left alone with them in the end.
    crew.run(
        tasks, (task, progress) -> multiplyRows(vectors, tasks - 1 - task, true, sink, progress));
  }

  /**
   * Computes every dot product of a query with a vector of this table.
   *
   * @param queries vectors as long as those of this table; their positions are the rows
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public void against(List<float[]> queries, DotSink sink) {
    float[][] rows = queries.toArray(float[][]::new);
    int tasks = (rows.length + TASK_ROWS - 1) / TASK_ROWS;
    crew.run(tasks, (task, progress) -> multiplyRows(rows, task, false, sink, progress));
  }

  private void multiplyRows(
      float[][] rows, int task, boolean below, DotSink sink, Crew.Progress progress) {
    float[] dots = new float[PanelKernel.ROWS * WIDTH];
    int begin = task * TASK_ROWS;
    int end = Math.min(begin + TASK_ROWS, rows.length);
    int columns = below ? end - 1 : vectors.length;
    for (int first = 0; first < columns; first += WIDTH) {
      progress.check();
      int width = Math.min(WIDTH, vectors.length - first);
      for (int row = begin; row < end; row += PanelKernel.ROWS) {
        int rowsEnd = Math.min(row + PanelKernel.ROWS, end);
        if (below && rowsEnd - 1 <= first) {
          continue;
        }
        kernel.multiplyFour(rows, row, panels[first / WIDTH], dots);
        for (int r = row; r < rowsEnd; r++) {
          int count = below ? Math.min(width, r - first) : width;
          if (count > 0) {
            sink.accept(r, first, count, dots, (r - row) * WIDTH);
          }
        }
      }
    }
  }

  private void checkLengths() {
    for (int i = 1; i < vectors.length; i++) {
      if (vectors[i].length != vectors[0].length) {
        throw new IllegalArgumentException(
            "vector "
                + i
                + " has "
                + vectors[i].length
                + " entries, vector 0 has "
                + vectors[0].length);
      }
    }
  }

  private float[] pack(int panel) {
    int first = panel * WIDTH;
    int width = Math.min(WIDTH, vectors.length - first);
    int dimension = vectors[0].length;
    float[] packed = new float[Math.multiplyExact(dimension, WIDTH)];
    for (int c = 0; c < width; c++) {
      float[] vector = vectors[first + c];
      for (int d = 0; d < dimension; d++) {
        packed[d * WIDTH + c] = vector[d];
      }
    }
    return packed;
  }
}
