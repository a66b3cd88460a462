package io.winnow.integration;

import org.apache.kafka.common.protocol.ApiKeys;

/**
 * What a proxy does to the next request of a kind.
 *
 * @param call the kind of request
 * @param kind what becomes of it
 */
record WireFault(ApiKeys call, Kind kind) {

  /** How a call can fail on its way. */
  enum Kind {
    /** The broker never sees it; the client gets an error it may try again after. */
    ERROR,
    /** The broker has applied it, the connection breaks before the answer. */
    CUT_AFTER_APPLIED,
    /** The answer comes after the client has given up waiting. */
    LATE_ANSWER,
    /** The broker has applied it, and nothing comes back; the connection stays. */
    BLACK_HOLE
  }
}
