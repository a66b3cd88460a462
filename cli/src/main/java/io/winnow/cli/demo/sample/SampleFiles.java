package io.winnow.cli.demo.sample;

import io.winnow.descriptor.image.IdxImages;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Where one half of the data set (images and labels) is kept, under MNIST's file names. */
enum SampleFiles {
  TRAIN("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
  TEST("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");

  private final String images;
  private final String labels;

  SampleFiles(String images, String labels) {
    this.images = images;
    this.labels = labels;
  }

  LabelledImages read(Path directory) throws IOException {
    try (InputStream pictures = open(directory.resolve(images));
        InputStream classes = open(directory.resolve(labels))) {
      return new LabelledImages(IdxImages.read(pictures), IdxLabels.read(classes));
    }
  }

  LabelledImages readResource() throws IOException {
    try (InputStream pictures = openResource(images);
        InputStream classes = openResource(labels)) {
      return new LabelledImages(IdxImages.read(pictures), IdxLabels.read(classes));
    }
  }

  void write(Path directory, LabelledImages items) throws IOException {
    try (OutputStream out = gzip(directory.resolve(images))) {
      items.images().write(out);
    }
    try (OutputStream out = gzip(directory.resolve(labels))) {
      items.labels().write(out);
    }
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)));
    } catch (NoSuchFileException e) {
      throw new IOException("no such file: " + file, e);
    }
  }

  private static InputStream openResource(String name) throws IOException {
    InputStream in = SampleFiles.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(
          "resource %s/%s is missing from the build"
              .formatted(SampleFiles.class.getPackageName(), name));
    }
    return new BufferedInputStream(new GZIPInputStream(in));
  }

  private static OutputStream gzip(Path file) throws IOException {
    return new GZIPOutputStream(Files.newOutputStream(file)) {
      {
        def.setLevel(9);
      }
    };
  }
}
