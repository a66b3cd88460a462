package io.winnow.descriptor.backbone;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import onnx.Onnx;

/**
 * ONNX Runtime's sessions of a model. A session computes all outputs that its model declares, so
 * there is one for each set of maps asked for, of the model cut down to it; the choice of channels
 * is part of that model. Calls ask for one or two sets; the last few are kept. Thread-safe.
 */
final class OnnxSessions implements AutoCloseable {

  private static final int KEPT = 4;

  private final Onnx.ModelProto model;
  private final int threads;
  private boolean gpu;

  private final Map<Set<MapRequest>, OrtSession> sessions =
      Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true));

  /** Read while sessions are used, written when one is opened: that may close another. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  /** What is done with a session. */
  @FunctionalInterface
  interface Use<T> {
    T with(OrtSession session) throws OrtException;
  }

  /**
   * Opens the session of some maps.
   *
   * @param threads of one forward pass
   */
  OnnxSessions(Onnx.ModelProto model, int threads, Set<MapRequest> maps) throws OrtException {
    this.model = model;
    this.threads = threads;
    open(maps);
  }

  /** Whether they run on a GPU. */
  boolean onGpu() {
    return gpu;
  }

  /** Uses the session of these maps, together with whoever else does. */
  <T> T use(Set<MapRequest> maps, Use<T> what) throws OrtException {
    OrtSession session = borrow(maps);
    try {
      return what.with(session);
    } finally {
      use.readLock().unlock();
    }
  }

  private OrtSession borrow(Set<MapRequest> maps) throws OrtException {
    use.readLock().lock();
    OrtSession session = sessions.get(maps);
    if (session != null) {
      return session;
    }
    use.readLock().unlock();
    use.writeLock().lock();
    try {
      session = sessions.get(maps);
      if (session == null) {
        session = open(maps);
      }
      use.readLock().lock();
      return session;
    } finally {
      use.writeLock().unlock();
    }
  }

  private OrtSession open(Set<MapRequest> maps) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      gpu = OnnxProviders.add(options);
      OrtSession session =
          OrtEnvironment.getEnvironment()
              .createSession(OnnxPruning.to(model, maps).toByteArray(), options);
      sessions.put(maps, session);
      if (sessions.size() > KEPT) {
        Iterator<OrtSession> oldest = sessions.values().iterator();
        OrtSession unused = oldest.next();
        oldest.remove();
        unused.close();
      }
      return session;
    }
  }

  @Override
  public void close() throws OrtException {
    for (OrtSession session : sessions.values()) {
      session.close();
    }
    sessions.clear();
  }
}
