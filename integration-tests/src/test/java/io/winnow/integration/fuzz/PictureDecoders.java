package io.winnow.integration.fuzz;

import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.image.EncodedFormat;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pictures, from their bytes to what the backbone gets. */
final class PictureDecoders {

  private static final Path PICTURES = Path.of("../descriptor-worker/src/test/resources/images");
  private static final int MAX_PIXELS = 1_000_000;

  private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
  private final Preprocessor preprocessor =
      new Preprocessor(
          new InputShape(32, 32, 1),
          new Preprocessing(ChannelOrder.GRAY, 1, List.of(0.0), List.of(1.0)));

  List<Decoder> all() throws IOException {
    Map<String, List<byte[]>> seeds =
        Map.of(
            "png", written("png"),
            "jpeg", written("jpg"),
            "gif", written("gif"),
            "bmp", written("bmp"),
            "tiff", files(".tif"),
            "webp", files(".webp"));
    List<Decoder> decoders = new ArrayList<>();
    for (String format : List.of("png", "jpeg", "gif", "bmp", "tiff", "webp")) {
      decoders.add(
          new Decoder(
              "picture " + format,
              Corpus.of(seeds.get(format)),
              this::prepare,
              List.of(ImageRejectedException.class),
              6));
    }
    return decoders;
  }

  private void prepare(byte[] input) throws ImageRejectedException {
    EncodedFormat.of(input);
    preprocessor.prepare(decoder.decode(input));
  }

  private static List<byte[]> written(String format) throws IOException {
    return List.of(SmallFiles.picture(format));
  }

  private static List<byte[]> files(String ending) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(PICTURES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(ending)).sorted().toList()) {
        contents.add(Files.readAllBytes(file));
      }
    }
    return contents;
  }
}
