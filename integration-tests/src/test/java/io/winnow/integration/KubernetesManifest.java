package io.winnow.integration;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.gson.JsonParseException;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.util.List;

/**
 * One object of a manifest, checked against the model that is generated from the schema of
 * Kubernetes' API: no field that the schema does not know, none missing that it requires, each of
 * the right type.
 *
 * @param json the object
 */
record KubernetesManifest(JsonNode json) {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /** The objects of a YAML file. */
  static List<KubernetesManifest> read(String yaml) throws IOException {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return documents.readAll().stream().map(KubernetesManifest::new).toList();
    }
  }

  String kind() {
    return json.path("kind").asText();
  }

  String name() {
    return json.at("/metadata/name").asText();
  }

  /** The containers of a workload. */
  List<JsonNode> containers() {
    return json.at("/spec/template/spec/containers").valueStream().toList();
  }

  /**
   * Checks the object.
   *
   * @throws InvalidManifestException if it is not what the API takes; says why
   */
  void check() {
    try {
      JSON.getGson().fromJson(json.toString(), model());
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new InvalidManifestException(this, e.getMessage(), e);
    }
  }

  /** Kubernetes names its models after the last part of the version and the kind. */
  private Class<?> model() {
    String apiVersion = json.path("apiVersion").asText();
    String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
    String group = apiVersion.substring(0, apiVersion.length() - version.length());
    List<String> groups = List.of("", "apps/", "batch/", "policy/");
    if (!groups.contains(group) || !version.equals("v1")) {
      throw new InvalidManifestException(this, "unknown apiVersion " + apiVersion, null);
    }
    try {
      return Class.forName("io.kubernetes.client.openapi.models.V1" + kind());
    } catch (ClassNotFoundException e) {
      throw new InvalidManifestException(this, "unknown kind", e);
    }
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }

  /** A manifest that Kubernetes would refuse. */
  static final class InvalidManifestException extends RuntimeException {
    InvalidManifestException(KubernetesManifest manifest, String reason, Throwable cause) {
      super(manifest + ": " + reason, cause);
    }
  }
}
