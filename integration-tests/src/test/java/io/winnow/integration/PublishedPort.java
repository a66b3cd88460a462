package io.winnow.integration;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.IOException;
import java.net.ServerSocket;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Ports of containers that are chosen before these start: a broker has to tell its own, and it
 * stays the same when the container is started again.
 */
final class PublishedPort {

  private PublishedPort() {}

  /** A container that is started again when it fails, as docker-compose.yml has it. */
  static GenericContainer<?> container(DockerImageName image, int inside, int outside) {
    return new GenericContainer<>(image)
        .withExposedPorts(inside)
        .withCreateContainerCmdModifier(
            create ->
                hostConfig(create.getHostConfig())
                    .withPortBindings(PortBinding.parse(outside + ":" + inside))
                    .withRestartPolicy(RestartPolicy.onFailureRestart(0)));
  }

  static HostConfig hostConfig(HostConfig config) {
    return config == null ? new HostConfig() : config;
  }

  static int free() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }
}
