package io.winnow.schemas.topic;

import io.winnow.schemas.serde.RegistryAvroSerializer;
import io.winnow.schemas.serde.RegistryUnavailableException;
import io.winnow.schemas.serde.SchemaRefusedException;
import io.winnow.schemas.serde.SchemaRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Registers and checks the schemas of a catalogue's topics, so that another producer finds the
 * subject of a topic before Winnow has written to it.
 */
public final class SubjectAdmin {
  private final SchemaRegistry registry;
  private final String mend;
  private final Map<String, Schema> subjects = new LinkedHashMap<>();

  /** Works on the registry of the catalogue, which is not asked yet. */
  public SubjectAdmin(TopicCatalog catalog) {
    this.registry = catalog.schemas();
    this.mend = TopicAdmin.mendCommand(catalog);
    for (Topic<?> topic : catalog.all()) {
      topic
          .valueSchema()
          .ifPresent(schema -> subjects.put(RegistryAvroSerializer.subject(topic.name()), schema));
    }
  }

  /**
   * Registers the schemas that are missing. Doing it twice does nothing.
   *
   * @throws SchemaRefusedException if the registry does not take one; names its subject
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public SubjectRegistration register() {
    List<String> registered = new ArrayList<>();
    List<String> existing = new ArrayList<>();
    subjects.forEach(
        (subject, schema) -> {
          if (registry.isRegistered(subject, schema)) {
            existing.add(subject);
          } else {
            registry.register(subject, schema);
            registered.add(subject);
          }
        });
    return new SubjectRegistration(List.copyOf(registered), List.copyOf(existing));
  }

  /**
   * Returns a line for every subject that lacks the schema of its topic.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   */
  public List<String> problems() {
    return subjects.entrySet().stream()
        .filter(subject -> !registry.isRegistered(subject.getKey(), subject.getValue()))
        .map(
            subject ->
                "subject "
                    + subject.getKey()
                    + " lacks the schema of "
                    + subject.getValue().getName()
                    + "; run: "
                    + mend)
        .toList();
  }
}
