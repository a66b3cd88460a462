package io.winnow.benchmarks;

import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The first pictures of PASCAL VOC 2007 in the data folder, by name. */
record BackbonePictures(List<DecodedImage> pictures) {

  private static final int MAX_PIXELS = 1_000_000;

  static BackbonePictures read(Path data, int count) throws IOException, ImageRejectedException {
    Path folder = data.resolve("voc2007-subset").resolve("JPEGImages");
    if (!Files.isDirectory(folder)) {
      throw new BenchmarkException("no pictures in " + folder + "; --data names the data folder");
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.sorted().limit(count).toList();
    }
    if (files.size() < count) {
      throw new BenchmarkException(
          "%s holds %d pictures, %d are needed".formatted(folder, files.size(), count));
    }
    ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
    List<DecodedImage> pictures = new ArrayList<>(count);
    for (Path file : files) {
      pictures.add(decoder.decode(Files.readAllBytes(file)));
    }
    return new BackbonePictures(pictures);
  }

  /** A row of NHWC pixels per picture, resampled and normalised as for the network. */
  List<float[]> prepare(BackboneNetwork network, InputShape shape) {
    Preprocessor preprocessor = new Preprocessor(shape, network.preprocessing());
    return pictures.stream().map(preprocessor::prepare).toList();
  }
}
