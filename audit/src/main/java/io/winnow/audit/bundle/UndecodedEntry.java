package io.winnow.audit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.UndecodedInputs;
import io.winnow.audit.UndecodedInputs.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The inputs of a bundle that the live application could not decode, although their schemas are in
 * the bundle: a line {@code topic partition offset} for each, and a first line {@code expired}
 * where early dead letters were gone when the bundle was written.
 */
final class UndecodedEntry {

  static final String NAME = "undecoded";

  private static final String EXPIRED = "expired";
  private static final Pattern LINE = Pattern.compile("(\\S{1,249}) (\\d{1,9}) (\\d{1,18})");

  private UndecodedEntry() {}

  static void write(List<Place> records, boolean expired, OutputStream out) throws IOException {
    if (expired) {
      out.write((EXPIRED + "\n").getBytes(UTF_8));
    }
    for (Place record : records) {
      String line = record.topic() + " " + record.partition() + " " + record.offset() + "\n";
      out.write(line.getBytes(UTF_8));
    }
  }

  /**
   * Reads the entry.
   *
   * @throws IOException if a line is none that a bundle has
   */
  static UndecodedInputs read(InputStream in) throws IOException {
    Set<Place> records = new HashSet<>();
    boolean expired = false;
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher place = LINE.matcher(line);
      if (line.equals(EXPIRED)) {
        expired = true;
      } else if (place.matches()) {
        records.add(
            new Place(
                place.group(1), Integer.parseInt(place.group(2)), Long.parseLong(place.group(3))));
      } else {
        throw new IOException(NAME + " has a line that is no record's place");
      }
    }
    return new UndecodedInputs(records, expired);
  }
}
