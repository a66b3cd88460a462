package io.winnow.selection.similarity;

/** A few vectors that come one by one, for the dot products of one vector with all of them. */
public final class VectorPanel {
  /** The most vectors that a panel takes. */
  public static final int CAPACITY = PanelKernel.WIDTH;

  private final PanelKernel kernel;
  private final float[] panel;
  private int size;

  VectorPanel(int dimension, PanelKernel kernel) {
    this.kernel = kernel;
    panel = new float[Math.multiplyExact(dimension, CAPACITY)];
  }

  /** How many there are, from 0 to {@link #CAPACITY}. */
  public int size() {
    return size;
  }

  /**
   * Adds a vector of this panel's dimension.
   *
   * @throws IllegalStateException if the panel is full
   */
  public void add(float[] vector) {
    if (size == CAPACITY) {
      throw new IllegalStateException("the panel is full");
    }
    for (int d = 0; d < vector.length; d++) {
      panel[d * CAPACITY + size] = vector[d];
    }
    size++;
  }

  /** Forgets all vectors. */
  public void clear() {
    size = 0;
  }

  /**
   * Writes {@code dots[j]}, the dot product with the vector added as number j from 0; what lies at
   * {@link #size()} and above means nothing.
   *
   * @param dots {@link #CAPACITY} entries
   */
  public void dots(float[] query, float[] dots) {
    kernel.multiply(query, panel, dots, 0);
  }
}
