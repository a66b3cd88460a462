package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AclsDocumentedTest {

  @Test
  void shouldPrintTheTableThatTheSecurityPageShows() throws IOException {
    String page = Files.readString(Path.of("../docs/security.md"));

    assertThat(page).contains("```\n" + Cli.run("topics", "acls").out() + "```");
  }

  @Test
  void shouldPrintArgumentsOfKafkasToolForOneUser() {
    Cli.Result result =
        Cli.run(
            "topics",
            "acls",
            "--role",
            "worker",
            "--principal",
            "User:w",
            "--prefix",
            "a.",
            "--worker-group",
            "g");

    assertThat(result.out().lines().collect(Collectors.toList()))
        .contains(
            "--add --allow-principal User:w --operation READ --topic a.images"
                + " --resource-pattern-type literal",
            "--add --allow-principal User:w --operation WRITE --transactional-id g"
                + " --resource-pattern-type prefixed")
        .hasSize(8);
  }
}
