package io.sekisho.inspection;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.exposure.Audit;
import io.sekisho.exposure.Finding.Severity;
import io.sekisho.guard.Target;
import io.sekisho.guard.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sekisho guard audit`: who reaches the metadata service from a machine as it is.
@Command(
    name = "audit",
    description = {
      "Reads a machine as it is and tells who reaches the metadata service today, by which rule,"
          + " and what to do about it. Changes nothing. Exits with 0 if nothing as bad as --fail-on"
          + " was found, 1 if something was, 2 if something could not be read. Needs root to read"
          + " rules."
    },
    footer = {
      "",
      "Examples:",
      "  sudo sekisho guard audit",
      "  sudo sekisho guard audit -o sarif --fail-on medium > audit.sarif",
      "  sekisho guard audit --root snapshot/ --target ibm",
      "  sekisho guard audit --nft-json nft.json --iptables-save rules.v4"
    })
public final class GuardAuditCommand implements Callable<Integer> {
  private static final int FOUND = 1;
  private static final int NOT_READ = 2;

  private final Environment environment;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description =
          "A folder to read instead of this machine: its files, and what its tools printed as"
              + " nft.json, iptables-save, ip6tables-save, addresses.json and routes.json.")
  private @Nullable Path root;

  @Option(
      names = "--nft-json",
      paramLabel = "FILE",
      description = "What `nft -j list ruleset` printed; this machine is not read.")
  private @Nullable Path nft;

  @Option(
      names = "--iptables-save",
      paramLabel = "FILE",
      description = "What iptables-save printed; this machine is not read.")
  private @Nullable Path v4;

  @Option(
      names = "--ip6tables-save",
      paramLabel = "FILE",
      description = "What ip6tables-save printed; this machine is not read.")
  private @Nullable Path v6;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      split = ",",
      description =
          "Services or addresses to look at; those of the cloud that the machine says it is in, or"
              + " else of all clouds, unless given.")
  private List<String> targets = List.of();

  @Option(
      names = "--connect",
      description =
          "Also open a connection to each address, as who runs this, and see if any answers.")
  private boolean connect;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Shape shape = Shape.TABLE;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "${COMPLETION-CANDIDATES}: what exits with 1; high unless given.")
  private Threshold threshold = Threshold.HIGH;

  public GuardAuditCommand(Environment environment) {
    this.environment = environment;
  }

  /// How it is printed.
  enum Shape {
    TABLE,
    JSON,
    SARIF;

    /// As it is typed.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// From which severity on it fails.
  enum Threshold {
    NOTE,
    LOW,
    MEDIUM,
    HIGH,
    NEVER;

    boolean isMetBy(Severity severity) {
      return this != NEVER && severity.compareTo(Severity.valueOf(name())) >= 0;
    }

    /// As it is typed.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    if (nft != null || v4 != null || v6 != null) {
      return ofFiles();
    }
    Path folder = root == null ? null : environment.directory().resolve(root);
    if (folder != null && !Files.isDirectory(folder)) {
      throw Failure.mistyped("--root: there is no folder " + root + ".");
    }
    return report(folder == null ? Source.here() : Source.of(folder));
  }

  /// From a folder that has nothing else.
  private int ofFiles() {
    if (root != null) {
      throw Failure.mistyped("--root has the listings in its folder: name files or a folder.");
    }
    try {
      Path folder = Files.createTempDirectory("sekisho-audit");
      List<Path> copies = new ArrayList<>();
      try {
        copy(nft, folder.resolve("nft.json"), copies);
        copy(v4, folder.resolve("iptables-save"), copies);
        copy(v6, folder.resolve("ip6tables-save"), copies);
        return report(Source.of(folder));
      } finally {
        for (Path each : copies) {
          Files.delete(each);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy(@Nullable Path file, Path to, List<Path> copies) throws IOException {
    if (file != null) {
      Path from = environment.directory().resolve(file);
      if (!Files.isReadable(from)) {
        throw Failure.mistyped("There is no file " + file + " to read.");
      }
      copies.add(Files.copy(from, to));
    }
  }

  private int report(Source source) {
    if (connect && !source.isHere()) {
      throw Failure.mistyped("--connect is about this machine, not about files of another one.");
    }
    Audit audit = Audit.of(new Inspection(source, named(), connect).read());
    Report report = new Report(audit, source.missing());
    Printer printer = new Printer(environment.out());
    switch (shape) {
      case TABLE -> report.text(printer);
      case JSON -> printer.document(Format.JSON, report.document());
      case SARIF -> printer.document(Format.JSON, Sarif.of(report));
    }
    boolean found = audit.findings().stream().anyMatch(it -> threshold.isMetBy(it.severity()));
    return found ? FOUND : report.missing().isEmpty() ? 0 : NOT_READ;
  }

  private List<Target> named() {
    List<Target> named = new ArrayList<>();
    for (String each : targets) {
      try {
        named.add(
            Targets.named(each)
                .orElseGet(() -> Target.custom(each, new Target.Scope.Everything())));
      } catch (IllegalArgumentException e) {
        throw Failure.mistyped("--target: " + e.getMessage());
      }
    }
    return named;
  }
}
