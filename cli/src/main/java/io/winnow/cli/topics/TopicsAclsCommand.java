package io.winnow.cli.topics;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.kafka.ConnectionOptions;
import io.winnow.schemas.access.AccessRule;
import io.winnow.schemas.access.Role;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow topics acls}. */
@Command(
    name = "acls",
    description =
        "Print what each service must be allowed where Kafka denies everything else. Asks no"
            + " cluster.")
final class TopicsAclsCommand implements Callable<Integer> {

  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "One of: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Role> roles = List.of(Role.values());

  @Option(
      names = "--principal",
      paramLabel = "User:NAME",
      description =
          "Print arguments of kafka-acls.sh, one line per resource, that allow it to this user.")
  private String principal;

  @Option(
      names = "--worker-group",
      paramLabel = "GROUP",
      description = "group.id of the workers (default: ${DEFAULT-VALUE}).")
  private String workerGroup = Role.DEFAULT_WORKER_GROUP;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description = "application.id of the streams application (default: ${DEFAULT-VALUE}).")
  private String applicationId = Role.DEFAULT_APPLICATION_ID;

  @Option(
      names = "--json",
      description = "Print [{\"role\", \"type\", \"name\", \"pattern\", \"operations\"}].")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TopicCatalog topics = connection.catalog();
    TextTable table = new TextTable("role", "resource", "name", "operations");
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Role role : roles) {
      for (AccessRule rule : role.rules(topics, workerGroup, applicationId)) {
        if (json) {
          objects.add(fields(role, rule));
        } else if (principal != null) {
          out.println(rule.arguments(principal));
        } else {
          table.row(lower(role), lower(rule.type()), shownName(rule), shownOperations(rule));
        }
      }
    }
    if (json) {
      out.println(JsonText.of(JsonText.array(objects.stream().map(JsonText::tree).toList())));
    } else if (principal == null) {
      table.print(out);
    }
    return 0;
  }

  private static String shownName(AccessRule rule) {
    return rule.pattern() == PatternType.PREFIXED ? rule.name() + "*" : rule.name();
  }

  private static String shownOperations(AccessRule rule) {
    return rule.operations().stream().map(AclOperation::toString).collect(Collectors.joining(", "));
  }

  private static Map<String, Object> fields(Role role, AccessRule rule) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("role", lower(role));
    fields.put("type", rule.type());
    fields.put("name", rule.name());
    fields.put("pattern", rule.pattern());
    fields.put("operations", rule.operations());
    return fields;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
