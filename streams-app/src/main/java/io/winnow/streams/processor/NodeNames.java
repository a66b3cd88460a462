package io.winnow.streams.processor;

/**
 * Names of processors and sinks. They are part of the topology's identity: changing one is a
 * migration.
 */
public final class NodeNames {

  public static final String POOL = "pool";
  public static final String POOL_REPORTS = "to-pool-reports";
  public static final String POOL_DEAD_LETTERS = "pool-to-dead-letters";

  public static final String ROUND = "round";
  public static final String POOL_COMMANDS = "to-pool-commands";
  public static final String ANNOTATION_REQUESTS = "to-annotation-requests";
  public static final String ROUND_DECISIONS = "to-round-decisions";
  public static final String ROUNDS = "to-rounds";
  public static final String ROUND_DEAD_LETTERS = "round-to-dead-letters";

  private NodeNames() {}

  /** Returns the source of a topic. */
  public static String source(String topic) {
    return "from-" + topic;
  }

  /** Returns the sink that sends misplaced records back to their topic. */
  public static String moved(String topic) {
    return "moved-to-" + topic;
  }
}
