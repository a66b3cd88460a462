package io.winnow.descriptor.worker;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.FeatureMaps;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.MapRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Backbones by the digest of their weights, opened once and shared by the encoders fitted on them.
 * As many forward passes run at a time as the backbone says, whichever encoders they are for.
 */
final class SharedBackbones {

  private final Map<String, Shared> byDigest = new HashMap<>();

  /**
   * Returns the backbone with these weights; opens one if none is open. To be closed by each who
   * asked for it; what {@code open} returns is handed on even if its weights are others.
   */
  synchronized Backbone get(String weightDigest, Supplier<Backbone> open) {
    Shared shared = byDigest.get(weightDigest);
    if (shared == null) {
      Backbone opened = open.get();
      shared = byDigest.get(opened.weightDigest());
      if (shared == null) {
        shared = new Shared(opened);
        byDigest.put(opened.weightDigest(), shared);
      } else {
        opened.close();
      }
    }
    shared.users++;
    return shared.lend();
  }

  private synchronized void release(Shared shared) {
    if (--shared.users == 0) {
      byDigest.values().remove(shared);
      shared.backbone.close();
    }
  }

  private final class Shared {
    private final Backbone backbone;
    private final Semaphore turns;
    private int users;

    Shared(Backbone backbone) {
      this.backbone = backbone;
      this.turns = new Semaphore(backbone.passes(), true);
    }

    Backbone lend() {
      return new Lent(this);
    }
  }

  /** One user's view; closing it twice gives up one share. */
  private final class Lent implements Backbone {
    private final Shared shared;
    private boolean closed;

    Lent(Shared shared) {
      this.shared = shared;
    }

    @Override
    public BackboneSpec spec() {
      return shared.backbone.spec();
    }

    @Override
    public String weightDigest() {
      return shared.backbone.weightDigest();
    }

    @Override
    public String backend() {
      return shared.backbone.backend();
    }

    @Override
    public int passes() {
      return shared.backbone.passes();
    }

    @Override
    public List<String> outputs() {
      return shared.backbone.outputs();
    }

    @Override
    public List<FeatureMaps> forward(
        List<float[]> images, InputShape shape, List<MapRequest> requests) {
      shared.turns.acquireUninterruptibly();
      try {
        return shared.backbone.forward(images, shape, requests);
      } finally {
        shared.turns.release();
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release(shared);
      }
    }
  }
}
