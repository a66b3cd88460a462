package io.winnow.cli.policy;

import picocli.CommandLine.Command;

/** {@code winnow policy}. */
@Command(
    name = "policy",
    description = "Set or show how a pool's rounds are run.",
    subcommands = {PolicySetCommand.class, PolicyShowCommand.class})
public final class PolicyCommand {}
