package io.winnow.schemas.serde;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericDatumReader;

/**
 * What Avro's resolution does not look at, and what must be right before a writer's schema is read
 * as one of ours: that the record is meant as ours, that times have our unit, and that no array can
 * be long without having bytes.
 */
final class WriterSchemaCheck {

  private WriterSchemaCheck() {}

  /**
   * Says why records of a writer are not to be read as ours; empty if they are.
   *
   * @return one line that names the record or the field
   */
  static Optional<String> objection(Schema writer, Schema own) {
    return unintended(writer, own)
        .or(() -> otherUnit(writer, own, "", new HashSet<>()))
        .or(() -> elementWithoutBytes(writer, "", new HashSet<>()));
  }

  /**
   * A record is taken for what its name, without namespace, or one of its aliases says. Under a
   * name that Winnow does not have, as generators make one of the class they find, it is taken for
   * the record with which it shares most fields; of two with as many, for the one whose required
   * fields it has.
   */
  private static Optional<String> unintended(Schema writer, Schema own) {
    if (writer.getType() != Type.RECORD) {
      return Optional.of("type " + writer.getType().getName() + ", expected " + own.getName());
    }
    Set<String> names =
        writer.getAliases().stream()
            .map(alias -> alias.substring(alias.lastIndexOf('.') + 1))
            .collect(Collectors.toCollection(HashSet::new));
    names.add(writer.getName());
    if (names.contains(own.getName())) {
      return Optional.empty();
    }
    for (Schema other : TopicRecords.SCHEMAS) {
      if (names.contains(other.getName())) {
        return Optional.of("record " + writer.getFullName() + ", expected " + own.getName());
      }
    }
    long shared = shared(writer, own);
    return TopicRecords.SCHEMAS.stream()
        .filter(other -> !other.getName().equals(own.getName()))
        .max(Comparator.comparingLong(other -> rank(writer, other)))
        .filter(other -> rank(writer, other) > 2 * shared)
        .map(
            other ->
                "record %s could as well be %s as %s; if it is the latter, name it %3$s"
                    .formatted(writer.getFullName(), other.getName(), own.getName()));
  }

  /** Orders records by the fields shared with a writer, and equals by whether it has all needed. */
  private static long rank(Schema writer, Schema record) {
    return 2 * shared(writer, record) + (hasRequired(writer, record) ? 1 : 0);
  }

  private static long shared(Schema writer, Schema own) {
    return writer.getFields().stream().filter(field -> own.getField(field.name()) != null).count();
  }

  private static boolean hasRequired(Schema writer, Schema own) {
    return own.getFields().stream()
        .allMatch(field -> field.hasDefaultValue() || writer.getField(field.name()) != null);
  }

  private record Pair(Schema writer, Schema own) {}

  /** Finds a time in another unit: Avro would resolve both as long, and read the wrong time. */
  private static Optional<String> otherUnit(
      Schema writer, Schema own, String path, Set<Pair> seen) {
    LogicalType given = writer.getLogicalType();
    LogicalType meant = own.getLogicalType();
    if (given != null && meant != null && !given.getName().equals(meant.getName())) {
      return Optional.of("field " + path + " is " + given.getName() + ", not " + meant.getName());
    }
    if (writer.getType() == Type.UNION || own.getType() == Type.UNION) {
      return first(
          branches(writer), from -> first(branches(own), to -> otherUnit(from, to, path, seen)));
    }
    if (writer.getType() != own.getType()) {
      return Optional.empty();
    }
    return switch (writer.getType()) {
      case RECORD ->
          seen.add(new Pair(writer, own))
              ? first(
                  own.getFields(),
                  field ->
                      Optional.ofNullable(writer.getField(field.name()))
                          .flatMap(
                              same ->
                                  otherUnit(
                                      same.schema(), field.schema(), join(path, field), seen)))
              : Optional.empty();
      case ARRAY -> otherUnit(writer.getElementType(), own.getElementType(), path + "[]", seen);
      case MAP -> otherUnit(writer.getValueType(), own.getValueType(), path + "[]", seen);
      default -> Optional.empty();
    };
  }

  /** Finds an array that a few bytes could make as long as they like. */
  private static Optional<String> elementWithoutBytes(
      Schema writer, String path, Set<Schema> seen) {
    if (!seen.add(writer)) {
      return Optional.empty();
    }
    return switch (writer.getType()) {
      case RECORD ->
          first(
              writer.getFields(),
              field -> elementWithoutBytes(field.schema(), join(path, field), seen));
      case UNION -> first(writer.getTypes(), branch -> elementWithoutBytes(branch, path, seen));
      case MAP -> elementWithoutBytes(writer.getValueType(), path + "[]", seen);
      case ARRAY ->
          GenericDatumReader.isZeroByteSchema(writer.getElementType())
              ? Optional.of("field " + path + " is an array of elements that have no bytes")
              : elementWithoutBytes(writer.getElementType(), path + "[]", seen);
      default -> Optional.empty();
    };
  }

  private static List<Schema> branches(Schema schema) {
    return schema.getType() == Type.UNION ? schema.getTypes() : List.of(schema);
  }

  private static String join(String path, Field field) {
    return path.isEmpty() ? field.name() : path + "." + field.name();
  }

  private static <E> Optional<String> first(List<E> among, Function<E, Optional<String>> problem) {
    return among.stream().map(problem).flatMap(Optional::stream).findFirst();
  }
}
