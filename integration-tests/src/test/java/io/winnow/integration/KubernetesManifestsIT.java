package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.cli.Winnow;
import io.winnow.cli.config.LayeredConfig;
import io.winnow.cli.console.CommandException;
import io.winnow.descriptor.worker.WorkerConfig;
import io.winnow.integration.KubernetesManifest.InvalidManifestException;
import io.winnow.streams.StreamsAppConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in containers/kubernetes: what the API takes, and what the services take. */
class KubernetesManifestsIT {

  private static final Path DIRECTORY = Path.of("../containers/kubernetes");
  private static final String KUSTOMIZATION = "kustomization.yaml";
  private static final List<KubernetesManifest> MANIFESTS = readAll();

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("manifests")
  void shouldBeWhatTheApiTakes(KubernetesManifest manifest) {
    assertThatCode(manifest::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "terminationGracePeriodSeconds, terminationGraceSeconds, terminationGraceSeconds",
    "readOnlyRootFilesystem, readonlyRootFilesystem, readonlyRootFilesystem",
    "'replicas: 2', 'replicas: two', two",
    "StatefulSet, StatefullSet, unknown kind",
    "apps/v1, apps/v1beta1, unknown apiVersion apps/v1beta1",
    "'  selector:\n    matchLabels:', '  selektor:\n    matchLabels:', selektor",
    "serviceName: winnow-streams, serviceName: [winnow-streams], serviceName",
    "'kind: Service\n', 'kund: Service\n', unknown kind",
    "'  name: winnow-streams', '  nome: winnow-streams', nome"
  })
  void shouldNotPassWithAMistake(String right, String wrong, String named) throws IOException {
    String yaml = Files.readString(DIRECTORY.resolve("streams.yaml"));
    assertThat(yaml).contains(right);
    List<KubernetesManifest> broken = KubernetesManifest.read(yaml.replace(right, wrong));

    assertThatThrownBy(() -> broken.forEach(KubernetesManifest::check))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining(named);
  }

  @Test
  void shouldNotPassWithoutARequiredField() throws IOException {
    List<KubernetesManifest> manifests =
        KubernetesManifest.read(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 1}}");

    assertThatThrownBy(() -> manifests.get(0).check())
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageContaining("The required field `template`");
  }

  @Test
  void shouldListEveryFileInTheKustomization() throws IOException {
    JsonNode kustomization =
        KubernetesManifest.read(Files.readString(DIRECTORY.resolve(KUSTOMIZATION))).get(0).json();

    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(kustomization.path("resources").valueStream().map(JsonNode::asText))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.equals(KUSTOMIZATION))
                  .toList());
    }
    assertThat(kustomization.path("images").valueStream().map(image -> image.get("name").asText()))
        .containsExactlyInAnyOrderElementsOf(
            workloads()
                .flatMap(workload -> workload.containers().stream())
                .map(container -> container.get("image").asText())
                .toList());
  }

  @Test
  void shouldGiveStreamsOnlySettingsItKnows() throws IOException {
    Map<String, String> settings =
        settings(
            workload("winnow-streams"),
            StreamsAppConfig.configDef(),
            StreamsAppConfig.OPEN_PREFIXES);

    StreamsAppConfig config = new StreamsAppConfig(settings);
    assertThat(config.staticMember()).isTrue();
    assertThat(config.streamsSettings(1, 6))
        .containsEntry("num.standby.replicas", 1)
        .containsEntry("consumer.session.timeout.ms", "120000");
  }

  @Test
  void shouldGiveTheWorkerOnlySettingsItKnows() throws IOException {
    Map<String, String> settings =
        settings(workload("winnow-worker"), WorkerConfig.configDef(), WorkerConfig.openPrefixes());

    assertThatCode(() -> new WorkerConfig(settings)).doesNotThrowAnyException();
  }

  @Test
  void shouldNotAcceptASettingThatNobodyKnows() {
    LayeredConfig layers =
        new LayeredConfig(StreamsAppConfig.configDef().names(), StreamsAppConfig.OPEN_PREFIXES);

    assertThatThrownBy(() -> layers.withEnvironment(Map.of("WINNOW_NUM_STREAMS_THREADS", "2")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("did you mean WINNOW_NUM_STREAM_THREADS?");
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void shouldStartCommandsThatExist(KubernetesManifest workload) {
    for (JsonNode container : workload.containers()) {
      String[] arguments =
          container.path("args").valueStream().map(JsonNode::asText).toArray(String[]::new);
      assertThatCode(() -> Winnow.commandLine().parseArgs(arguments)).doesNotThrowAnyException();
    }
  }

  /** Names that the API does not check, but without which a pod does not start. */
  @ParameterizedTest
  @MethodSource("workloads")
  void shouldReferToWhatIsThere(KubernetesManifest workload) {
    JsonNode pod = workload.json().at("/spec/template/spec");
    List<String> volumes =
        Stream.concat(
                pod.path("volumes").valueStream().map(volume -> volume.get("name")),
                workload
                    .json()
                    .at("/spec/volumeClaimTemplates")
                    .valueStream()
                    .map(claim -> claim.at("/metadata/name")))
            .map(JsonNode::asText)
            .toList();
    for (JsonNode container : workload.containers()) {
      assertThat(
              container.path("volumeMounts").valueStream().map(mount -> mount.get("name").asText()))
          .containsExactlyInAnyOrderElementsOf(volumes);
      assertThat(container.path("envFrom").valueStream())
          .allSatisfy(from -> find("ConfigMap", from.at("/configMapRef/name").asText()));
    }
    assertThat(pod.findValuesAsText("secretName"))
        .isNotEmpty()
        .allSatisfy(name -> find("Secret", name));
    assertThat(pod.path("securityContext").path("runAsUser").asInt()).isEqualTo(10001);
  }

  /** As the service reads them: its file, then its environment. */
  private Map<String, String> settings(
      KubernetesManifest workload, ConfigDef definition, List<String> openPrefixes)
      throws IOException {
    JsonNode container = workload.containers().get(0);
    Map<String, String> environment = new HashMap<>();
    container
        .path("envFrom")
        .forEach(
            from ->
                find("ConfigMap", from.at("/configMapRef/name").asText())
                    .json()
                    .path("data")
                    .properties()
                    .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText())));
    container
        .path("env")
        .forEach(
            one -> environment.put(one.get("name").asText(), one.path("value").asText("pod-0")));
    Path file = directory.resolve("services.properties");
    Files.writeString(
        file,
        find("Secret", "winnow-secrets").json().at("/stringData/services.properties").asText());
    return new LayeredConfig(definition.names(), openPrefixes)
        .withFile(file)
        .withEnvironment(environment)
        .settings();
  }

  private static KubernetesManifest workload(String name) {
    return workloads().filter(workload -> workload.name().equals(name)).findFirst().orElseThrow();
  }

  private static KubernetesManifest find(String kind, String name) {
    List<KubernetesManifest> found =
        MANIFESTS.stream()
            .filter(one -> one.kind().equals(kind) && one.name().equals(name))
            .toList();
    assertThat(found).as("%s %s", kind, name).hasSize(1);
    return found.get(0);
  }

  private static Stream<KubernetesManifest> workloads() {
    return MANIFESTS.stream().filter(manifest -> !manifest.containers().isEmpty());
  }

  private static Stream<KubernetesManifest> manifests() {
    return MANIFESTS.stream();
  }

  private static List<KubernetesManifest> readAll() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      List<Path> resources = files.filter(file -> !file.endsWith(KUSTOMIZATION)).sorted().toList();
      List<KubernetesManifest> all = new ArrayList<>();
      for (Path file : resources) {
        all.addAll(KubernetesManifest.read(Files.readString(file)));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
