package io.winnow.cli.select;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.winnow.cli.console.ByteOrderMark;
import io.winnow.cli.console.CommandException;
import io.winnow.selection.offline.ImageScore;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores in CSV (RFC 4180, UTF-8) with a header: {@code imageId}, then one column per class with
 * its probability, or {@code uncertainty}; optional {@code member}, {@code uri} and {@code
 * attribute:NAME}. An empty cell of these three is none.
 */
final class CsvScores implements ScoreReader {

  private static final ObjectReader ROWS =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build()
          .readerFor(String[].class);

  private final String file;
  private final MappingIterator<String[]> rows;
  private final CsvHeader header;
  private final List<String> classes;
  private long row;

  CsvScores(String file, InputStream input) throws IOException {
    this.file = file;
    BufferedInputStream bytes = new BufferedInputStream(input);
    ByteOrderMark.skip(bytes);
    InputStreamReader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
    this.rows = readable(() -> ROWS.readValues(text));
    String[] columns = nextRow();
    this.header = CsvHeader.parse(file, columns == null ? new String[0] : columns);
    this.classes = header.classNames();
  }

  @Override
  public ImageScore next() throws IOException {
    String[] cells = nextRow();
    if (cells == null) {
      return null;
    }
    try {
      if (cells.length != header.size()) {
        throw new IllegalArgumentException(
            cells.length + " cells, the header has " + header.size());
      }
      return new ImageScore(
          cells[0],
          optional(cells, header.member()),
          prediction(cells),
          optional(cells, header.uri()),
          attributes(cells));
    } catch (IllegalArgumentException e) {
      String image = cells[0].isEmpty() ? "" : " (image " + cells[0] + ")";
      throw new CommandException(file + ": row " + row + image + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<String> impliedMeasure() {
    return header.uncertainty() == CsvHeader.ABSENT
        ? Optional.empty()
        : Optional.of(Measure.PRECOMPUTED.label());
  }

  /** Rows are counted from 1, the header's, as spreadsheets do. */
  private String[] nextRow() throws IOException {
    return readable(
        () -> {
          if (!rows.hasNextValue()) {
            return null;
          }
          row++;
          return rows.nextValue();
        });
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Opening reads the first block already, and may find the same wrong with it as any later. */
  private <T> T readable(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (CharacterCodingException e) {
      throw new CommandException(file + ": not UTF-8 after row " + row, e);
    } catch (JacksonException e) {
      throw new CommandException(
          file + ": after row " + row + ": " + e.getOriginalMessage().lines().findFirst().get(), e);
    }
  }

  private Prediction prediction(String[] cells) {
    if (header.uncertainty() != CsvHeader.ABSENT) {
      return new PrecomputedUncertainty(
          "uncertainty", number("uncertainty", cells[header.uncertainty()]), true);
    }
    double[] probabilities = new double[classes.size()];
    for (int i = 0; i < probabilities.length; i++) {
      CsvHeader.Column column = header.classes().get(i);
      probabilities[i] = number(column.name(), cells[column.index()]);
    }
    return new Classification(classes, probabilities);
  }

  private Map<String, String> attributes(String[] cells) {
    if (header.attributes().isEmpty()) {
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>();
    for (CsvHeader.Column column : header.attributes()) {
      if (!cells[column.index()].isEmpty()) {
        attributes.put(column.name(), cells[column.index()]);
      }
    }
    return attributes;
  }

  private static String optional(String[] cells, int column) {
    return column == CsvHeader.ABSENT || cells[column].isEmpty() ? null : cells[column];
  }

  private static double number(String column, String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(column + " '" + cell + "' is no number", e);
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
