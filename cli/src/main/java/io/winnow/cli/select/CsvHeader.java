package io.winnow.cli.select;

import io.winnow.cli.console.CommandException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the columns of a CSV file of scores are.
 *
 * @param size number of columns
 * @param member column of the committee member, or -1
 * @param uri column of where the picture lies, or -1
 * @param uncertainty column of a precomputed uncertainty, or -1
 * @param attributes columns of attributes of the image
 * @param classes columns of class probabilities; empty where the uncertainty is precomputed
 */
record CsvHeader(
    int size, int member, int uri, int uncertainty, List<Column> attributes, List<Column> classes) {

  static final int ABSENT = -1;

  private static final String IMAGE_ID = "imageId";
  private static final String UNCERTAINTY = "uncertainty";
  private static final String MEMBER = "member";
  private static final String URI = "uri";
  private static final String ATTRIBUTE = "attribute:";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** A column with the name of what it holds. */
  record Column(String name, int index) {}

  List<String> classNames() {
    return classes.stream().map(Column::name).toList();
  }

  /**
   * @throws CommandException if the columns make no scores
   */
  static CsvHeader parse(String file, String[] columns) {
    if (columns.length == 0 || !columns[0].replace(BYTE_ORDER_MARK, "").strip().equals(IMAGE_ID)) {
      throw new CommandException(
          file
              + ":1: the first column is "
              + (columns.length == 0 ? "missing" : "'" + columns[0] + "'")
              + ", expected "
              + IMAGE_ID);
    }
    int member = ABSENT;
    int uri = ABSENT;
    int uncertainty = ABSENT;
    List<Column> attributes = new ArrayList<>();
    List<Column> classes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < columns.length; i++) {
      String name = columns[i].strip();
      if (name.isEmpty() || !seen.add(name)) {
        throw new CommandException(
            file
                + ":1: column "
                + (i + 1)
                + (name.isEmpty() ? " has no name" : " '" + name + "' is there twice"));
      }
      if (name.equals(MEMBER)) {
        member = i;
      } else if (name.equals(URI)) {
        uri = i;
      } else if (name.equals(UNCERTAINTY)) {
        uncertainty = i;
      } else if (name.startsWith(ATTRIBUTE)) {
        attributes.add(new Column(name.substring(ATTRIBUTE.length()), i));
      } else {
        classes.add(new Column(name, i));
      }
    }
    if ((uncertainty == ABSENT) == classes.isEmpty()) {
      throw new CommandException(
          file
              + ":1: expected either a column "
              + UNCERTAINTY
              + " or columns of class"
              + " probabilities besides "
              + IMAGE_ID
              + ", "
              + MEMBER
              + ", "
              + URI
              + " and "
              + ATTRIBUTE
              + "NAME");
    }
    return new CsvHeader(columns.length, member, uri, uncertainty, attributes, classes);
  }
}
