package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sekisho.client.Documents;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sekisho probe TARGET`: the attack suite, as a guest would run it.
@Command(
    name = "probe",
    description = {
      "Attacks a metadata service as a guest of it could, and reports what was not refused.",
      "Contacts TARGET and nothing else. Run it only where you may."
    },
    footer = {
      "",
      "Exit codes: 0 all as expected, 1 not all, 2 typed wrongly or nobody there.",
      "",
      "Examples:",
      "  sekisho probe http://169.254.169.254",
      "  sekisho probe https://api.metadata.cloud.ibm.com --ca ca.pem --classes A27,A28",
      "  sekisho probe http://169.254.169.254 --dialect ec2 -o json",
      "  sekisho probe --list"
    })
public final class ProbeCommand implements Callable<Integer> {
  private static final int ALL_AS_EXPECTED = 0;
  private static final int NOT_ALL = 1;
  private static final int NOT_RUN = 2;

  private final Environment environment;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TARGET",
      description = "Scheme and host, such as http://169.254.169.254.")
  private String target = "";

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      description = "${COMPLETION-CANDIDATES}; ibm unless given.")
  private Dialect dialect = Dialect.IBM;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The authority of the target's certificate, PEM.")
  private Optional<Path> ca = Optional.empty();

  @Option(
      names = "--foreign-token",
      paramLabel = "FILE",
      description = "A token of another guest, for attacks with it.")
  private Optional<Path> foreign = Optional.empty();

  @Option(
      names = "--classes",
      paramLabel = "ID",
      split = ",",
      description = "Only these, such as A19,A20.")
  private Set<String> classes = new LinkedHashSet<>();

  @Option(
      names = "--connect",
      paramLabel = "HOST:PORT",
      description = "Dial there, speaking as to TARGET.")
  private String connect = "";

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Connections a second at most; ${DEFAULT-VALUE} unless given.")
  private int rate = 300;

  @Option(names = "--list", description = "Show the classes and do nothing.")
  private boolean list;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; text unless given.")
  private Format format = Format.TEXT;

  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ProbeCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (list) {
      Probe.attacks().forEach(this::show);
      return ALL_AS_EXPECTED;
    }
    try {
      return print(Probe.run(assignment(), classes));
    } catch (Failure failure) {
      environment.err().println(failure.sentence());
      return NOT_RUN;
    }
  }

  private void show(Attack attack) {
    environment
        .out()
        .printf(
            "%-4s %-38s %4d  %s%n",
            attack.id(), attack.title(), attack.vectors().size(), attack.why());
  }

  private int print(Report report) {
    environment
        .out()
        .print(
            switch (format) {
              case TEXT -> report.text();
              case JSON -> Documents.pretty(report) + "\n";
            });
    return report.isAsExpected() ? ALL_AS_EXPECTED : NOT_ALL;
  }

  private Assignment assignment() {
    if (target.isEmpty()) {
      throw new Failure(
          "Name a target such as http://169.254.169.254: nothing is attacked unasked.");
    }
    return new Assignment(
        Target.parse(target, connect),
        dialect,
        Assignment.trusting(ca.map(environment.directory()::resolve)),
        foreign.map(environment.directory()::resolve).map(ProbeCommand::token),
        rate);
  }

  private static String token(Path file) {
    try {
      return Files.readString(file, US_ASCII).strip();
    } catch (IOException e) {
      throw new Failure("Can't read a token from " + file + ".", e);
    }
  }
}
