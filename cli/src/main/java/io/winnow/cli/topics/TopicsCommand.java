package io.winnow.cli.topics;

import picocli.CommandLine.Command;

/** {@code winnow topics}. */
@Command(
    name = "topics",
    description = "Create or check Winnow's topics, and tell who needs which rights.",
    subcommands = {TopicsCreateCommand.class, TopicsCheckCommand.class, TopicsAclsCommand.class})
public final class TopicsCommand {

  /** Why a command left the schemas alone. */
  static final String NO_REGISTRY =
      "no registry given (--registry URL or WINNOW_SCHEMA_REGISTRY_URL)";
}
