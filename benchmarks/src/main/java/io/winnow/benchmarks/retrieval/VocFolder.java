package io.winnow.benchmarks.retrieval;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** PASCAL VOC pictures, labelled by the class of their largest box. */
final class VocFolder {

  private static final int MAX_PIXELS = 4_000_000;

  private VocFolder() {}

  /** All pictures of {@code JPEGImages}, by name; classes are numbered by their names' order. */
  static List<LabelledPicture> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder.resolve("JPEGImages"))) {
      files = listed.sorted().toList();
    }
    SortedMap<String, Integer> classes = new TreeMap<>();
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      String annotation = file.getFileName().toString().replace(".jpg", ".xml");
      String name = largestBox(folder.resolve("Annotations").resolve(annotation));
      names.add(name);
      classes.put(name, 0);
    }
    int next = 0;
    for (String name : classes.keySet()) {
      classes.put(name, next++);
    }
    ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
    List<LabelledPicture> pictures = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      try {
        pictures.add(
            new LabelledPicture(
                decoder.decode(Files.readAllBytes(files.get(i))), classes.get(names.get(i))));
      } catch (ImageRejectedException e) {
        throw new BenchmarkException(files.get(i) + ": " + e.getMessage(), e);
      }
    }
    return pictures;
  }

  private static String largestBox(Path annotation) throws IOException {
    try {
      NodeList objects =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(annotation.toFile())
              .getElementsByTagName("object");
      String name = null;
      double largest = -1;
      for (int i = 0; i < objects.getLength(); i++) {
        Element object = (Element) objects.item(i);
        double area =
            (number(object, "xmax") - number(object, "xmin"))
                * (number(object, "ymax") - number(object, "ymin"));
        if (area > largest) {
          largest = area;
          name = text(object, "name");
        }
      }
      if (name == null) {
        throw new BenchmarkException(annotation + " has no box");
      }
      return name;
    } catch (ParserConfigurationException | SAXException e) {
      throw new BenchmarkException(annotation + ": " + e.getMessage(), e);
    }
  }

  private static double number(Element object, String tag) {
    return Double.parseDouble(text(object, tag));
  }

  private static String text(Element object, String tag) {
    return object.getElementsByTagName(tag).item(0).getTextContent().strip();
  }
}
