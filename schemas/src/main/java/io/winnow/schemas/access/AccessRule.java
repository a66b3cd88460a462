package io.winnow.schemas.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What must be allowed on one resource of Kafka.
 *
 * @param type topic, group or transactional id
 * @param name of the resource, or what its name starts with
 * @param pattern {@code LITERAL}, or {@code PREFIXED} where the name is a start
 * @param operations allowed ones, without those that Kafka implies ({@code READ} and {@code WRITE}
 *     imply {@code DESCRIBE})
 */
public record AccessRule(
    ResourceType type, String name, PatternType pattern, List<AclOperation> operations) {

  private static final String ANY_HOST = "*";

  public AccessRule {
    operations = List.copyOf(operations);
  }

  /** The rule as entries for Kafka's authorizer, valid from any host. */
  public List<AclBinding> bindings(String principal) {
    ResourcePattern resource = new ResourcePattern(type, name, pattern);
    return operations.stream()
        .map(
            operation ->
                new AclBinding(
                    resource,
                    new AccessControlEntry(
                        principal, ANY_HOST, operation, AclPermissionType.ALLOW)))
        .toList();
  }

  /** The rule as arguments of {@code kafka-acls.sh}. */
  public String arguments(String principal) {
    return "--add --allow-principal %s %s --%s %s --resource-pattern-type %s"
        .formatted(
            principal,
            operations.stream()
                .map(operation -> "--operation " + operation)
                .collect(Collectors.joining(" ")),
            lower(type).replace('_', '-'),
            name,
            lower(pattern));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
