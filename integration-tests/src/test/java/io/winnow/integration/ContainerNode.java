package io.winnow.integration;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A container and the harm that can be done to it. */
final class ContainerNode implements AutoCloseable {

  private static final long CPU_PERIOD_MICROS = 100_000;
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  /** The engine waits for up to a minute before it starts a container that ended often. */
  private static final Duration PATIENCE = TopicTail.PATIENCE;

  private final String name;
  private final GenericContainer<?> container;
  private final Network network;

  /**
   * @param name its host name in the network
   * @param container started by {@link #start}
   */
  ContainerNode(String name, GenericContainer<?> container, Network network) {
    this.name = name;
    this.container = container.withNetwork(network).withNetworkAliases(name);
    this.network = network;
  }

  String name() {
    return name;
  }

  void start() {
    container.start();
  }

  /** SIGKILL: nothing is flushed, committed or told to anybody. Returns when it is dead. */
  void kill() {
    if (isRunning()) {
      docker().killContainerCmd(id()).exec();
      awaitRunning(false);
    }
  }

  /**
   * Starts it again after {@link #kill} or {@link #stop}; its files are still there. What its
   * restart policy is about to start is only waited for.
   */
  void restart() {
    if (!isRunning() && !isRestarting()) {
      docker().startContainerCmd(id()).exec();
    }
    awaitRunning(true);
  }

  /** SIGTERM, as orchestrators stop a service. */
  void stop() {
    docker().stopContainerCmd(id()).withTimeout((int) STOP_LIMIT.toSeconds()).exec();
    awaitRunning(false);
  }

  /** Stops its process where it stands. Not by a freezer, which gives up on a busy machine. */
  void freeze() {
    docker().killContainerCmd(id()).withSignal("STOP").exec();
  }

  /** Ends {@link #freeze}. */
  void thaw() {
    docker().killContainerCmd(id()).withSignal("CONT").exec();
  }

  /** Lets it have a twentieth of a core, so that it falls behind what arrives. */
  void slowDown() {
    limitCpu(CPU_PERIOD_MICROS / 20);
  }

  /** Ends {@link #slowDown}. */
  void speedUp() {
    limitCpu(-1);
  }

  private void limitCpu(long quotaMicros) {
    docker()
        .updateContainerCmd(id())
        .withCpuPeriod(CPU_PERIOD_MICROS)
        .withCpuQuota(quotaMicros)
        .exec();
  }

  /** Pulls the network cable. */
  void disconnect() {
    docker()
        .disconnectFromNetworkCmd()
        .withContainerId(id())
        .withNetworkId(network.getId())
        .withForce(true)
        .exec();
  }

  void reconnect() {
    docker()
        .connectToNetworkCmd()
        .withContainerId(id())
        .withNetworkId(network.getId())
        .withContainerNetwork(new ContainerNetwork().withAliases(name))
        .exec();
  }

  /**
   * Runs a command in it and returns its exit code. Where the container ends again and again, of a
   * full disk, the command is run in the first life that lasts long enough.
   */
  int run(String... command) {
    return Awaitility.await(name + " runs " + String.join(" ", command))
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(ConflictException.class)
        .until(() -> container.execInContainer(command), Objects::nonNull)
        .getExitCode();
  }

  String logs() {
    return container.getLogs();
  }

  /** Removes it. */
  @Override
  public void close() {
    container.stop();
  }

  /** The engine calls a container that waits for its next start running as well. */
  private boolean isRunning() {
    return Boolean.TRUE.equals(state().getRunning()) && !isRestarting();
  }

  private boolean isRestarting() {
    return Boolean.TRUE.equals(state().getRestarting());
  }

  private InspectContainerResponse.ContainerState state() {
    return docker().inspectContainerCmd(id()).exec().getState();
  }

  private void awaitRunning(boolean running) {
    Awaitility.await(name + (running ? " runs" : " is dead"))
        .atMost(PATIENCE)
        .until(() -> isRunning() == running);
  }

  private String id() {
    return container.getContainerId();
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }
}
