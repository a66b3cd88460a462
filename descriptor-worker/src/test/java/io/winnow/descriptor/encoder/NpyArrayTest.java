package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NpyArrayTest {

  @Test
  void shouldReadWhatItWrote() throws IOException {
    float[] values = {1, -2, 0.5f, 4, 5, 6};

    assertThat(NpyArray.read(new ByteArrayInputStream(NpyArray.write(values, 2, 3)), 2, 3))
        .containsExactly(values);
  }

  @Test
  void shouldTakeNoMemoryForDataThatIsNotThere() {
    int rows = 1 << 14;
    byte[] claimed = header(rows, rows);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> NpyArray.read(new ByteArrayInputStream(claimed), rows, rows))
        .isInstanceOf(EOFException.class)
        .hasMessage("ends after 0 of 1073741824 data bytes");

    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(16L << 20);
  }

  /** The beginning of a file of this shape, which is that of a small one with other digits. */
  private static byte[] header(int rows, int columns) {
    byte[] small = NpyArray.write(new float[12], 3, 4);
    String text = new String(small, 0, small.length - 48, StandardCharsets.ISO_8859_1);
    String claimed =
        text.replace("(3, 4)", "(" + rows + ", " + columns + ")")
            .replaceFirst(" {" + (digits(rows) + digits(columns) - 2) + "}\n", "\n");
    return claimed.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}
