package io.winnow.benchmarks;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Pictures of PASCAL VOC 2007 as JPEG files, as they are or scaled to a square. */
record JpegFiles(String what, List<Path> files) {

  static JpegFiles original(Path data) throws IOException {
    Path folder = data.resolve("voc2007-subset").resolve("JPEGImages");
    if (!Files.isDirectory(folder)) {
      throw new BenchmarkException("no pictures in " + folder + "; --data names the data folder");
    }
    try (Stream<Path> listed = Files.list(folder)) {
      return new JpegFiles("500 x 375", listed.sorted().toList());
    }
  }

  /** The same pictures as square JPEGs in another folder. */
  JpegFiles scaled(int side, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> scaled = new ArrayList<>(files.size());
    for (Path file : files) {
      BufferedImage small = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D graphics = small.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(ImageIO.read(file.toFile()), 0, 0, side, side, null);
      graphics.dispose();
      Path target = folder.resolve(file.getFileName());
      ImageIO.write(small, "jpg", target.toFile());
      scaled.add(target);
    }
    return new JpegFiles(side + " x " + side, scaled);
  }

  Path folder() {
    return files.get(0).getParent();
  }

  Path file(int number) {
    return files.get(number % files.size());
  }
}
