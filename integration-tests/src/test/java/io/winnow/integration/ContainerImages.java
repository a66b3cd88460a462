package io.winnow.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** The images of docker-compose.yml, under the variables that name them there. */
final class ContainerImages {

  private static final String REQUIRED = "WINNOW_REQUIRE_CONTAINERS";

  private ContainerImages() {}

  static DockerImageName kafka() {
    return named("KAFKA_IMAGE", "apache/kafka:4.3.1");
  }

  static DockerImageName registry() {
    return named("REGISTRY_IMAGE", "apicurio/apicurio-registry-mem:2.6.13.Final");
  }

  static DockerImageName streams() {
    return named("WINNOW_STREAMS_IMAGE", "winnow/streams");
  }

  static DockerImageName worker() {
    return named("WINNOW_WORKER_IMAGE", "winnow/worker");
  }

  /** Skips the test where containers cannot run, unless the environment says that they must. */
  static void assumePresent() {
    String missing = missing();
    if (missing != null && System.getenv(REQUIRED) != null) {
      throw new IllegalStateException(REQUIRED + " is set, but " + missing);
    }
    assumeTrue(missing == null, missing);
  }

  private static String missing() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return "there is no container engine";
    }
    for (DockerImageName image : new DockerImageName[] {streams(), worker()}) {
      try {
        DockerClientFactory.instance().client().inspectImageCmd(image.toString()).exec();
      } catch (NotFoundException e) {
        return "image " + image + " is not built (docker-compose build, or containers/local/build)";
      }
    }
    return null;
  }

  private static DockerImageName named(String variable, String image) {
    return DockerImageName.parse(System.getenv().getOrDefault(variable, image));
  }
}
