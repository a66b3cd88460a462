package io.winnow.benchmarks.retrieval;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.cli.demo.sample.IdxLabels;
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

/** The picture sets of the evaluation, each cut to a size that two cores get through. */
final class PictureSets {

  static final String FASHION = "fashion-mnist";
  static final String CIFAR = "cifar-10";
  static final String VOC = "voc2007";

  private static final Path FASHION_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

  private final Path data;
  private final int calibration;
  private final int gallery;

  /**
   * @param data folder with {@code cifar10} and {@code voc2007-subset}
   * @param calibration pictures to fit on
   * @param gallery pictures to search
   */
  PictureSets(Path data, int calibration, int gallery) {
    this.data = data;
    this.calibration = calibration;
    this.gallery = gallery;
  }

  PictureSet named(String name) throws IOException {
    return switch (name) {
      case FASHION ->
          new PictureSet(FASHION, 64, fashion("train", calibration), fashion("t10k", gallery));
      case CIFAR ->
          new PictureSet(CIFAR, 64, cifar("train-20k", calibration), cifar("test-5k", gallery));
      case VOC -> voc();
      default ->
          throw new BenchmarkException(
              "no picture set '%s', there are %s, %s, %s".formatted(name, FASHION, CIFAR, VOC));
    };
  }

  private List<LabelledPicture> cifar(String part, int count) throws IOException {
    CifarImages images = CifarImages.read(data.resolve("cifar10/" + part + ".bin.gz"));
    return IntStream.range(0, Math.min(count, images.count()))
        .mapToObj(i -> new LabelledPicture(images.decoded(i), images.label(i)))
        .toList();
  }

  /** So few that the ones searched are also those fitted on, without their labels. */
  private PictureSet voc() throws IOException {
    List<LabelledPicture> all = VocFolder.read(data.resolve("voc2007-subset"));
    List<LabelledPicture> used = all.subList(0, Math.min(gallery, all.size()));
    return new PictureSet(VOC, 128, used, used);
  }

  private static List<LabelledPicture> fashion(String part, int count) throws IOException {
    Path images = FASHION_FOLDER.resolve(part + "-images-idx3-ubyte.gz");
    if (!Files.isRegularFile(images)) {
      throw new BenchmarkException(images + " is missing: install Debian's dataset-fashion-mnist");
    }
    IdxImages pictures = IdxImages.read(images);
    List<LabelledPicture> labelled = new ArrayList<>(count);
    try (InputStream in = open(FASHION_FOLDER.resolve(part + "-labels-idx1-ubyte.gz"))) {
      IdxLabels labels = IdxLabels.read(in);
      for (int i = 0; i < Math.min(count, pictures.count()); i++) {
        labelled.add(new LabelledPicture(pictures.decoded(i), labels.label(i)));
      }
    }
    return labelled;
  }

  static InputStream open(Path gzip) throws IOException {
    return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(gzip)));
  }
}
