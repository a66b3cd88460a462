package io.winnow.descriptor.worker;

import io.winnow.descriptor.encoder.DegenerateImageException;
import io.winnow.descriptor.image.DecodedImage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/**
 * Describes an image by (width, height), scaled to norm 1. Images of one pixel are degenerate;
 * images of a chosen width can be held back.
 */
final class FakeEncoder implements ImageEncoder {

  static final String ID = "0f".repeat(32);

  final List<Integer> batchSizes = new CopyOnWriteArrayList<>();

  /** Threads that may describe at the same time; read when the worker starts. */
  int passes = 1;

  /** Runs on the describing thread with the number of each pass, from 1, before it is described. */
  volatile IntConsumer beforeBatch = number -> {};

  /** Runs on the describing thread with the width of each image before it is described. */
  volatile IntConsumer beforePicture = width -> {};

  private final Map<Integer, CountDownLatch> gates = new ConcurrentHashMap<>();

  /** Images of this width are prepared only when the latch opens. */
  CountDownLatch holdBackWidth(int width) {
    return gates.computeIfAbsent(width, w -> new CountDownLatch(1));
  }

  @Override
  public String encoderId() {
    return ID;
  }

  @Override
  public int passes() {
    return passes;
  }

  @Override
  public float[] prepare(DecodedImage image) {
    CountDownLatch gate = gates.get(image.width());
    if (gate != null) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return new float[] {image.width(), image.height()};
  }

  @Override
  public float[][] describe(List<float[]> prepared) {
    batchSizes.add(prepared.size());
    beforeBatch.accept(batchSizes.size());
    float[][] vectors = new float[prepared.size()][];
    for (int i = 0; i < vectors.length; i++) {
      beforePicture.accept((int) prepared.get(i)[0]);
      if (prepared.get(i)[0] == 1) {
        throw new DegenerateImageException(i, 0);
      }
      vectors[i] = vector((int) prepared.get(i)[0], (int) prepared.get(i)[1]);
    }
    return vectors;
  }

  static float[] vector(int width, int height) {
    double norm = Math.hypot(width, height);
    return new float[] {(float) (width / norm), (float) (height / norm)};
  }
}
