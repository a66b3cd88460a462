package io.winnow.benchmarks.experiment.describe;

import io.winnow.benchmarks.experiment.pool.Pool;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderFitter;
import io.winnow.descriptor.encoder.FitProgress;
import io.winnow.descriptor.image.DecodedImage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Fits an encoder on the first images of a pool, without labels, and describes all of them. The
 * outcome is kept in a folder, by the digest of the pool.
 */
public final class Descriptors {
  private static final int BATCH = 64;
  private static final int SAMPLE = 1_500;

  private final Path shared;
  private final Path cache;

  /**
   * @param shared folder with {@code models}
   * @param cache folder for what was computed
   */
  public Descriptors(Path shared, Path cache) {
    this.shared = shared;
    this.cache = cache;
  }

  /**
   * @param name of the descriptors, as in plans
   */
  public DescriptorTable of(Pool pool, String name) throws IOException {
    DescriptorKind kind = DescriptorKind.named(name);
    Path file = cache.resolve(pool.digest().substring(0, 16) + "-" + name);
    if (Files.isRegularFile(file)) {
      return read(file);
    }
    DescriptorTable table = compute(pool, kind);
    Files.createDirectories(cache);
    Path unfinished = Files.createTempFile(cache, name, ".part");
    write(table, unfinished);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return table;
  }

  private DescriptorTable compute(Pool pool, DescriptorKind kind) {
    List<DecodedImage> images = pool.images();
    int side = images.get(0).width();
    try (Backbone backbone = kind.open(shared, pool.grey(), side)) {
      Encoder encoder =
          EncoderFitter.fit(
              backbone,
              images.subList(0, Math.min(SAMPLE, pool.size())),
              kind.settings(side),
              FitProgress.NONE);
      Describer describer = new Describer(encoder, backbone);
      float[][] vectors = new float[images.size()][];
      for (int first = 0; first < vectors.length; first += BATCH) {
        int end = Math.min(vectors.length, first + BATCH);
        List<float[]> batch = images.subList(first, end).stream().map(describer::prepare).toList();
        System.arraycopy(describer.describe(batch), 0, vectors, first, end - first);
      }
      return new DescriptorTable(vectors, encoder.fit().duplicateCosine().threshold());
    }
  }

  private static void write(DescriptorTable table, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeDouble(table.duplicateCosine());
      out.writeInt(table.vectors().length);
      out.writeInt(table.vectors()[0].length);
      for (float[] vector : table.vectors()) {
        for (float value : vector) {
          out.writeFloat(value);
        }
      }
    }
  }

  private static DescriptorTable read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      double duplicateCosine = in.readDouble();
      float[][] vectors = new float[in.readInt()][in.readInt()];
      for (float[] vector : vectors) {
        for (int i = 0; i < vector.length; i++) {
          vector[i] = in.readFloat();
        }
      }
      return new DescriptorTable(vectors, duplicateCosine);
    }
  }
}
