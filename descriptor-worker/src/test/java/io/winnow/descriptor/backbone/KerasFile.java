package io.winnow.descriptor.backbone;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.FloatPointer;

/** Writes Keras weights files of the VGG16 layout with seeded random weights. */
final class KerasFile {

  private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  private final Map<String, long[]> kernels = new LinkedHashMap<>();

  /** The convolutions of the first so many blocks of VGG16. */
  static KerasFile vgg16(int blocks) {
    KerasFile file = new KerasFile();
    long inputs = 3;
    for (int block = 0; block < blocks; block++) {
      for (int i = 1; i <= CONVOLUTIONS[block]; i++) {
        file.kernels.put(
            "block" + (block + 1) + "_conv" + i, new long[] {3, 3, inputs, CHANNELS[block]});
        inputs = CHANNELS[block];
      }
    }
    return file;
  }

  KerasFile with(String layer, long... kernel) {
    kernels.put(layer, kernel);
    return this;
  }

  KerasFile without(String layer) {
    kernels.remove(layer);
    return this;
  }

  void write(Path path, long seed) {
    Random random = new Random(seed);
    try (H5File file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC)) {
      kernels.forEach((name, shape) -> layer(file, name, shape, random));
    }
  }

  /** Kernels by He's rule, so that maps keep their scale to any depth. */
  private static void layer(H5File file, String name, long[] shape, Random random) {
    double deviation = Math.sqrt(2.0 / (shape[0] * shape[1] * shape[2]));
    try (Group group = file.createGroup(name)) {
      dataSet(group, name + "_W_1:0", shape, deviation, random);
      dataSet(group, name + "_b_1:0", new long[] {shape[3]}, 0.1, random);
    }
  }

  private static void dataSet(
      Group group, String name, long[] shape, double deviation, Random random) {
    long size = 1;
    for (long side : shape) {
      size *= side;
    }
    float[] values = new float[Math.toIntExact(size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    try (DataSpace space = new DataSpace(shape.length, shape);
        DataSet set = group.createDataSet(name, PredType.IEEE_F32LE(), space);
        FloatPointer pointer = new FloatPointer(values)) {
      set.write(pointer, PredType.NATIVE_FLOAT());
    }
  }
}
