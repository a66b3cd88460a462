package io.winnow.cli.encoder;

import io.winnow.cli.console.OutputPath;
import io.winnow.cli.console.Progress;
import io.winnow.cli.console.UsageException;
import io.winnow.descriptor.backbone.PulledBackbone;
import io.winnow.descriptor.backbone.WeightDownload;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow encoder pull}. */
@Command(
    name = "pull",
    description =
        "Download the published weights of a backbone, check their digest and put them where its"
            + " name is looked up. A broken download goes on where it ended.")
final class EncoderPullCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Backbone to download: vgg16.")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Directory for it, to be named as --backbone (default: winnow/backbones/NAME in the"
              + " user's cache).")
  private Path to;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where to download from, such as a mirror (default: the publisher).")
  private URI url;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PulledBackbone backbone =
        PulledBackbone.find(name)
            .orElseThrow(
                () -> new UsageException("no backbone '" + name + "' to pull, known: vgg16"));
    URI source = url == null ? backbone.url() : url;
    if (!"http".equals(source.getScheme()) && !"https".equals(source.getScheme())) {
      throw new UsageException("--url " + source + " must be http or https");
    }
    Path directory = to == null ? backbone.defaultDirectory() : to;
    OutputPath.requireDirectory("--to DIR", directory);
    boolean isNew = download(backbone, source, directory);
    backbone.writeSpec(directory);
    spec.commandLine()
        .getOut()
        .printf(
            "%s %s%n",
            isNew ? "downloaded" : "already there and right:",
            directory.resolve(backbone.file().name()));
    return 0;
  }

  private boolean download(PulledBackbone backbone, URI source, Path directory)
      throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (Progress progress = new Progress("pull", " bytes", backbone.file().size(), err)) {
      return new WeightDownload(backbone.file(), source).into(directory, progress::stepTo);
    }
  }
}
