package io.winnow.integration;

import java.time.Duration;

/** Ways to harm a running cluster, each healed before it returns. */
enum Fault {
  STREAMS_KILLED {
    @Override
    void strike(FaultTargets targets) {
      ContainerNode victim = targets.anyStreams();
      victim.kill();
      victim.restart();
    }
  },
  WORKER_KILLED {
    @Override
    void strike(FaultTargets targets) {
      targets.worker().kill();
      targets.worker().restart();
    }
  },
  BROKER_KILLED {
    @Override
    void strike(FaultTargets targets) throws InterruptedException {
      ContainerNode victim = targets.anyBroker();
      victim.kill();
      Thread.sleep(SHORT.toMillis());
      victim.restart();
    }
  },
  STREAMS_FROZEN_UNTIL_FENCED {
    @Override
    void strike(FaultTargets targets) throws InterruptedException {
      ContainerNode victim = targets.anyStreams();
      victim.freeze();
      Thread.sleep(UNTIL_FENCED.toMillis());
      victim.thaw();
    }
  },
  WORKER_FROZEN_UNTIL_FENCED {
    @Override
    void strike(FaultTargets targets) throws InterruptedException {
      targets.worker().freeze();
      Thread.sleep(UNTIL_FENCED.toMillis());
      targets.worker().thaw();
    }
  },
  STREAMS_CUT_OFF {
    @Override
    void strike(FaultTargets targets) throws InterruptedException {
      ContainerNode victim = targets.anyStreams();
      victim.disconnect();
      Thread.sleep(UNTIL_FENCED.toMillis());
      victim.reconnect();
    }
  },
  STREAMS_SLOW {
    @Override
    void strike(FaultTargets targets) throws InterruptedException {
      ContainerNode victim = targets.anyStreams();
      victim.slowDown();
      Thread.sleep(UNTIL_FENCED.toMillis());
      victim.speedUp();
    }
  },
  STATE_DELETED {
    @Override
    void strike(FaultTargets targets) throws Exception {
      ContainerNode victim = targets.anyStreams();
      victim.run("rm", "-rf", "/var/lib/winnow/state");
      victim.kill();
      victim.restart();
    }
  },
  DISK_FULL {
    @Override
    void strike(FaultTargets targets) throws Exception {
      ContainerNode victim = targets.anyStreams();
      victim.run("dd", "if=/dev/zero", "of=/var/lib/winnow/fill", "bs=1M");
      Thread.sleep(SHORT.toMillis());
      // An instance that failed of it is started again by its restart policy, on an empty disk.
      victim.restart();
      victim.run("rm", "-f", "/var/lib/winnow/fill");
    }
  },
  REGISTRY_DOWN {
    @Override
    void strike(FaultTargets targets) throws InterruptedException {
      targets.registry().kill();
      Thread.sleep(SHORT.toMillis());
      targets.registry().restart();
    }
  },
  INSTANCE_ADDED_AND_REMOVED {
    @Override
    void strike(FaultTargets targets) throws InterruptedException {
      targets.third().restart();
      Thread.sleep(UNTIL_FENCED.toMillis());
      targets.third().stop();
    }
  };

  // The faults last in real time: what times out in them are the limits of Kafka's own groups.
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration UNTIL_FENCED = ContainerStack.FENCED_AFTER.plusSeconds(4);

  /** Does the harm and heals it; the cluster may still be recovering when it returns. */
  abstract void strike(FaultTargets targets) throws Exception;
}
