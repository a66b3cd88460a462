package io.winnow.integration;

import java.util.List;
import java.util.Random;

/**
 * What faults strike.
 *
 * @param brokers of the cluster
 * @param registry of the schemas
 * @param streams instances that run all the time
 * @param third a stopped instance
 * @param worker the only one
 * @param random chooses victims
 */
record FaultTargets(
    List<ContainerNode> brokers,
    ContainerNode registry,
    List<ContainerNode> streams,
    ContainerNode third,
    ContainerNode worker,
    Random random) {

  ContainerNode anyBroker() {
    return brokers.get(random.nextInt(brokers.size()));
  }

  ContainerNode anyStreams() {
    return streams.get(random.nextInt(streams.size()));
  }

  /** Starts again what ended by itself, late, of an earlier fault: as a restart policy does. */
  void restartFailed() {
    streams.forEach(ContainerNode::restart);
    worker.restart();
  }
}
