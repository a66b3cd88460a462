package io.winnow.descriptor.backbone;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code backbone.json}, whose file names are relative to it. */
final class BackboneSpecReader {

  private static final String ROOT = "/io/winnow/descriptor/backbone/";
  static final String SPEC_FILE = "backbone.json";
  private static final List<String> BUILT_IN = List.of("compact", "vgg16");
  private static final int MAX_BYTES = 1 << 20;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private BackboneSpecReader() {}

  static List<String> builtInNames() {
    return BUILT_IN;
  }

  static boolean isBuiltIn(String name) {
    return BUILT_IN.contains(name);
  }

  static BackboneSpec builtIn(String name) {
    URL url = BackboneSpecReader.class.getResource(ROOT + name + "/" + SPEC_FILE);
    if (url == null) {
      throw new BackboneException("built-in backbone " + name + " is missing from this build");
    }
    return PulledBackbone.find(name)
        .map(pulled -> read(url, pulled.requireWeights()))
        .orElseGet(() -> read(url));
  }

  /** The text of a built-in {@code backbone.json}. */
  static byte[] builtInText(String name) throws IOException {
    try (InputStream in =
        BackboneSpecReader.class.getResourceAsStream(ROOT + name + "/" + SPEC_FILE)) {
      return in.readAllBytes();
    }
  }

  static BackboneSpec read(Path path) {
    try {
      return read(path.toUri().toURL());
    } catch (IOException e) {
      throw new BackboneException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static BackboneSpec read(URL url) {
    return read(url, null);
  }

  /**
   * Reads a specification whose weights lie elsewhere, or beside it where {@code weights} is null.
   */
  private static BackboneSpec read(URL url, Path weights) {
    try (InputStream in = url.openStream()) {
      Document document = JSON.readValue(in.readNBytes(MAX_BYTES), Document.class);
      return new BackboneSpec(
          document.name(),
          weights == null ? beside(url, document.weights()) : weights.toUri().toURL(),
          Optional.ofNullable(document.architecture()),
          Optional.ofNullable(document.input()),
          document.preprocessing(),
          document.inputSize(),
          document.lowLayer(),
          document.middleLayer(),
          Optional.ofNullable(document.highLayer()));
    } catch (ValueInstantiationException e) {
      throw new BackboneException(url + ": " + e.getCause().getMessage(), e);
    } catch (JacksonException e) {
      throw new BackboneException(url + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BackboneException("cannot read " + url + ": " + e.getMessage(), e);
    }
  }

  /** A jar URL is opaque to {@link URI#resolve}, so the sibling is made on the string. */
  private static URL beside(URL spec, String fileName) throws IOException {
    String base = spec.toString();
    try {
      return new URI(base.substring(0, base.lastIndexOf('/') + 1) + fileName).toURL();
    } catch (URISyntaxException e) {
      throw new IOException("bad file name '" + fileName + "'", e);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Document(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String weights,
      String architecture,
      String input,
      @JsonProperty(required = true) Preprocessing preprocessing,
      @JsonProperty(required = true) int inputSize,
      @JsonProperty(required = true) String lowLayer,
      @JsonProperty(required = true) String middleLayer,
      String highLayer) {}
}
