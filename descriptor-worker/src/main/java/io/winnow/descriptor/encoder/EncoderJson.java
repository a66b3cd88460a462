package io.winnow.descriptor.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import java.io.IOException;
import java.util.List;

/** The JSON form of an encoder. Property order is fixed, because the identity hashes it. */
final class EncoderJson {

  static final int FORMAT_VERSION = 2;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private EncoderJson() {}

  static String canonicalSpec(EncoderSpec spec) {
    try {
      return JSON.writeValueAsString(Spec.of(spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an encoder specification is always writable", e);
    }
  }

  static byte[] write(Encoder encoder) throws IOException {
    Document document =
        new Document(FORMAT_VERSION, encoder.encoderId(), Spec.of(encoder.spec()), encoder.fit());
    return JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(document);
  }

  static Document read(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, Document.class);
  }

  @JsonPropertyOrder({"formatVersion", "encoderId", "spec", "fit"})
  record Document(
      @JsonProperty(required = true) int formatVersion,
      @JsonProperty(required = true) String encoderId,
      @JsonProperty(required = true) Spec spec,
      @JsonProperty(required = true) FitRecord fit) {}

  @JsonPropertyOrder({
    "backbone",
    "weightDigest",
    "input",
    "preprocessing",
    "layers",
    "aggregation",
    "featureSize",
    "size"
  })
  record Spec(
      @JsonProperty(required = true) String backbone,
      @JsonProperty(required = true) String weightDigest,
      @JsonProperty(required = true) InputShape input,
      @JsonProperty(required = true) Preprocessing preprocessing,
      @JsonProperty(required = true) List<EncoderSpec.Layer> layers,
      @JsonProperty(required = true) String aggregation,
      @JsonProperty(required = true) int featureSize,
      @JsonProperty(required = true) int size) {

    static Spec of(EncoderSpec spec) {
      return new Spec(
          spec.backbone(),
          spec.weightDigest(),
          spec.input(),
          spec.preprocessing(),
          spec.layers(),
          spec.aggregation().text(),
          spec.featureSize(),
          spec.size());
    }

    EncoderSpec toSpec() {
      return new EncoderSpec(
          backbone,
          weightDigest,
          input,
          preprocessing,
          layers,
          Aggregation.parse(aggregation),
          featureSize,
          size);
    }
  }
}
