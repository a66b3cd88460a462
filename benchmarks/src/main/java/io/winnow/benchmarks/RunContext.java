package io.winnow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The running command: tells how far it is, knows how and where its figures are taken. A mixin
 * without options, which picocli takes only if it is annotated.
 */
@Command
public class RunContext {

  static final String JSON_OPTION = "--json";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final OtherLoad otherLoad = new OtherLoad();

  /** Tells on standard error what is going on. */
  public void progress(String message) {
    PrintWriter err = command.commandLine().getErr();
    err.println("  " + message);
    err.flush();
  }

  /** How and where figures are taken, for results that are written while they come. */
  public JsonNode origin() {
    ObjectNode origin = JsonNodeFactory.instance.objectNode();
    origin.put("command", commandText());
    origin.set("environment", JsonText.tree(environment()));
    return origin;
  }

  Environment environment() {
    return Environment.of(otherLoad.cores());
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** The command without where its figures go. */
  String commandText() {
    List<String> words = new ArrayList<>(List.of(command.root().name()));
    List<String> given = command.commandLine().getParseResult().originalArgs();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).equals(JSON_OPTION)) {
        i++;
      } else if (!given.get(i).startsWith(JSON_OPTION + "=")) {
        words.add(given.get(i));
      }
    }
    return String.join(" ", words);
  }
}
