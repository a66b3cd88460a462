package io.winnow.benchmarks.experiment.pool;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.demo.sample.IdxLabels;
import io.winnow.cli.demo.sample.LabelledImages;
import io.winnow.descriptor.image.CifarImages;
import io.winnow.descriptor.image.IdxImages;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Public labelled pictures.
 *
 * @param train what pools are made of
 * @param test what accuracy is measured on
 * @param grey whether the three channels are equal
 */
record PictureData(List<Picture> train, List<Picture> test, boolean grey) {
  static final int CLASSES = 10;

  private static final Path FASHION = Path.of("/usr/share/datasets/fashion-mnist");

  /**
   * @param shared folder with {@code cifar10}
   * @throws BenchmarkException if there is no such data, or its files are missing
   */
  static PictureData named(String name, Path shared) throws IOException {
    return switch (name) {
      case "sample" -> sample();
      case "fashion-mnist" -> new PictureData(fashion("train"), fashion("t10k"), true);
      case "cifar-10" ->
          new PictureData(
              cifar(shared.resolve("cifar10/train-20k.bin.gz")),
              cifar(shared.resolve("cifar10/test-5k.bin.gz")),
              false);
      default ->
          throw new BenchmarkException(
              "no data '" + name + "', there are sample, fashion-mnist, cifar-10");
    };
  }

  private static PictureData sample() throws IOException {
    FashionSample sample = FashionSample.load();
    return new PictureData(pictures(sample.train()), pictures(sample.test()), true);
  }

  private static List<Picture> fashion(String part) throws IOException {
    Path images = FASHION.resolve(part + "-images-idx3-ubyte.gz");
    if (!Files.isRegularFile(images)) {
      throw new BenchmarkException(images + " is missing: install Debian's dataset-fashion-mnist");
    }
    try (InputStream labels = open(FASHION.resolve(part + "-labels-idx1-ubyte.gz"))) {
      return pictures(new LabelledImages(IdxImages.read(images), IdxLabels.read(labels)));
    }
  }

  private static List<Picture> pictures(LabelledImages labelled) {
    List<Picture> pictures = new ArrayList<>(labelled.count());
    for (int i = 0; i < labelled.count(); i++) {
      pictures.add(new Picture(labelled.images().decoded(i), labelled.labels().label(i)));
    }
    return pictures;
  }

  private static List<Picture> cifar(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new BenchmarkException(file + " is missing: name the folder of CIFAR-10 by --data");
    }
    CifarImages images = CifarImages.read(file);
    return IntStream.range(0, images.count())
        .mapToObj(i -> new Picture(images.decoded(i), images.label(i)))
        .toList();
  }

  private static InputStream open(Path gzip) throws IOException {
    return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(gzip)));
  }
}
