package io.winnow.selection.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyDescriptorsTest {
  private static final double[][] ROWS = {{1, 0.5}, {-2, 0.25}, {0, 0}};

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"<f4,1", "<f8,1", "<f4,2", "<f8,3"})
  void shouldReadTheRowOfAnImage(String descr, int version) throws IOException {
    String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (3, 2), }";
    Path array = NpyFiles.write(array(), version, header, NpyFiles.data(ROWS, descr));
    try (NpyDescriptors descriptors = NpyDescriptors.open(array, ids("a\nb\r\nc"))) {
      assertThat(descriptors.size()).isEqualTo(3);
      assertThat(descriptors.dimension()).isEqualTo(2);
      assertThat(descriptors.contains("d")).isFalse();
      assertThat(descriptors.read("b")).containsExactly(-2, 0.25);
      assertThat(descriptors.read("a")).containsExactly(1, 0.5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'descr': '>f4', 'fortran_order': False, 'shape': (3, 2), }|dtype '>f4'",
        "{'descr': '<i8', 'fortran_order': False, 'shape': (3, 2), }|dtype '<i8'",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }|is in Fortran order",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }|shape (6,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2, 1), }|shape (3, 2, 1)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 0), }|shape (3, 0)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }|its header says",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999, 999999999), }|larger than any file",
        "{'descr': '<f4', 'shape': (3, 2), }|no fortran_order",
      })
  void shouldRefuseAnotherHeader(String header, String reason) throws IOException {
    Path array = NpyFiles.write(array(), 1, header, NpyFiles.data(ROWS, "<f4"));
    assertRefused(array, ids("a\nb\nc\n"), array.toString(), reason);
  }

  @Test
  void shouldRefuseWhatIsNoArray() throws IOException {
    assertRefused(Files.writeString(array(), "hello"), ids("a"), array() + ": not a .npy file");
    assertRefused(array().resolveSibling("none.npy"), ids("a"), "none.npy: no such file");
    byte[] cut = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 90};
    assertRefused(Files.write(array(), cut), ids("a"), array() + ": ends within its header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\n", "a\nb\nc\nd\n"})
  void shouldRefuseAnotherNumberOfIds(String ids) throws IOException {
    Path array = NpyFiles.write(array(), ROWS, "<f4");
    assertRefused(array, ids(ids), array + " has 3 rows", " ids");
  }

  @Test
  void shouldNameTheLineOfABadId() throws IOException {
    Path array = NpyFiles.write(array(), ROWS, "<f4");
    assertRefused(array, ids("a\nb\na\n"), "ids.txt:3: image id a is also on line 1");
    assertRefused(array, ids("a\n\nb\n"), "ids.txt:2: no image id");
    Path ids = Files.write(directory.resolve("ids.txt"), new byte[] {'a', '\n', (byte) 0xff});
    assertRefused(array, ids, "ids.txt: not UTF-8");
    assertRefused(array, directory.resolve("none.txt"), "none.txt: no such file");
  }

  @Test
  void shouldNameTheRowAndImageOfAComponentThatIsNoNumber() throws IOException {
    double[][] rows = {{1, 0}, {0, Double.NaN}, {Double.NEGATIVE_INFINITY, 0}};
    Path array = NpyFiles.write(array(), rows, "<f8");
    try (NpyDescriptors descriptors = NpyDescriptors.open(array, ids("a\nb\nc"))) {
      assertThatThrownBy(() -> descriptors.read("b"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(array + ": row 1 (image b): component 1 is NaN");
      assertThatThrownBy(() -> descriptors.read("c")).hasMessageContaining("-Infinity");
    }
  }

  private Path array() {
    return directory.resolve("vectors.npy");
  }

  private Path ids(String text) throws IOException {
    return Files.writeString(directory.resolve("ids.txt"), text);
  }

  private static void assertRefused(Path array, Path ids, String... reasons) {
    assertThatThrownBy(() -> NpyDescriptors.open(array, ids))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .contains(reasons)
        .hasLineCount(1);
  }
}
