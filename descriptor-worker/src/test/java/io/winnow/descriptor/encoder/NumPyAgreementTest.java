package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads an encoder file with NumPy (Debian's python3-numpy) and checks its identity there. */
class NumPyAgreementTest {

  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final String SCRIPT =
      """
      import hashlib, json, sys, zipfile
      import numpy as np
      with zipfile.ZipFile(sys.argv[1]) as z:
          names = z.namelist()
          document = json.load(z.open("encoder.json"))
          mean = np.load(z.open("mean.npy"))
          components = np.load(z.open("components.npy"))
      spec = document["spec"]
      assert names == ["encoder.json", "mean.npy", "components.npy"], names
      assert mean.dtype == components.dtype == np.dtype("<f4")
      assert mean.shape == (spec["featureSize"],), mean.shape
      assert components.shape == (spec["size"], spec["featureSize"]), components.shape
      digest = hashlib.sha256(json.dumps(spec, separators=(",", ":")).encode())
      digest.update(mean.tobytes())
      digest.update(components.tobytes())
      print(digest.hexdigest(), float(components.astype(np.float64).sum()))
      """;

  @TempDir Path directory;

  @Test
  void shouldBeReadWithTheSameIdentityAndValuesByNumPy() throws Exception {
    assumeTrue(
        Files.isExecutable(PYTHON) && run("-c", "import numpy").exit() == 0,
        "no NumPy at " + PYTHON + " (Debian's python3-numpy): the encoder file was not read by it");
    Encoder encoder = Encoders.builtIn("compact");
    Path file = directory.resolve("encoder.zip");
    EncoderFile.write(encoder, file);

    Result result = run("-c", SCRIPT, file.toString());

    assertThat(result.exit()).as(result.output()).isZero();
    String[] read = result.output().split(" ");
    double sum = 0;
    for (float value : encoder.components()) {
      sum += value;
    }
    assertThat(read[0]).isEqualTo(encoder.encoderId());
    assertThat(Double.parseDouble(read[1])).isCloseTo(sum, Offset.offset(1e-6));
  }

  private static Result run(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = PYTHON.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Result(process.waitFor(), output);
  }

  private record Result(int exit, String output) {}
}
