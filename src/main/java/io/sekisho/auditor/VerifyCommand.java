package io.sekisho.auditor;

import io.sekisho.audit.Finding;
import io.sekisho.audit.Head;
import io.sekisho.audit.SealKeys;
import io.sekisho.audit.Verdict;
import io.sekisho.audit.Verifier;
import io.sekisho.cli.Printer;
import io.sekisho.client.Client;
import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.client.TokenFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = {
      "Check that no record of the audit trail was edited, removed, inserted or moved.",
      "Asks the server for all of them, or reads a file that was exported."
    },
    footer = {
      "",
      "That the end was cut off with its seals shows only to who knows what was there:",
      "the last head verified from here is remembered, and --expect takes one from",
      "elsewhere.",
      "",
      "Exit codes: 0 untouched, 1 not, 2 typed wrongly.",
      "",
      "Examples:",
      "  sekisho audit verify",
      "  sekisho audit verify --key audit.pem --expect 4711:9f86d081884c7d65…",
      "  sekisho audit verify --file trail.jsonl --key audit.pem"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Environment environment;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "An export; needs --key. `-` for standard input.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The public key, PEM; the one that the server names unless given.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--expect",
      paramLabel = "HEAD",
      description = "A head that the trail once had, as an earlier verification printed it.")
  private List<String> expected = new ArrayList<>();

  VerifyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    return file.isPresent() ? exported(file.get()) : live();
  }

  private int exported(String name) {
    if (key.isEmpty()) {
      throw Failure.mistyped("Give the public key with --key: a file can't vouch for itself.");
    }
    Verifier verifier = new Verifier(keys(key.get()), known());
    try (InputStream in = open(name)) {
      verifier.lines(in);
    } catch (IOException _) {
      throw Failure.mistyped("Can't read " + name + ": check the path.");
    }
    return print(verifier.finish(), List.of());
  }

  private int live() {
    Context context = new ContextFile(environment).load();
    Client client = new Client(context, new TokenFile(environment));
    Memory memory = new Memory(environment);
    List<Head> known = known();
    Optional<Head> remembered = memory.of(context.url());
    remembered.ifPresent(known::add);
    SealKeys keys =
        key.map(this::keys).orElseGet(() -> SealKeys.parse(client.trailHead().publicKey()));
    Verifier verifier = new Verifier(keys, known);
    new Export(client).read(0, page -> lines(verifier, page));
    Verdict verdict = verifier.finish();
    if (verdict.good()) {
      memory.keep(context.url(), verdict.head());
    }
    return print(
        verdict,
        remembered
            .map(
                head ->
                    "Compared with %s, from %s: remove that file if this server was set up anew."
                        .formatted(head.note(), memory.file()))
            .stream()
            .toList());
  }

  private int print(Verdict verdict, List<String> notes) {
    Printer printer = new Printer(environment.out());
    for (Finding finding : verdict.findings()) {
      printer.say(finding.sentence());
      printer.say("  " + finding.advice());
    }
    if (verdict.good()) {
      printer.say(
          "%d records, and nobody edited, removed, inserted or moved one."
              .formatted(verdict.records()));
      printer.say("Head: " + verdict.head().note());
      return 0;
    }
    printer.say(
        "%d records, and findings about what was done to them: %d."
            .formatted(verdict.records(), verdict.findings().size()));
    notes.forEach(printer::say);
    return 1;
  }

  private List<Head> known() {
    try {
      return new ArrayList<>(expected.stream().map(Head::parse).toList());
    } catch (IllegalArgumentException e) {
      throw Failure.mistyped("--expect: " + e.getMessage() + ".");
    }
  }

  private SealKeys keys(Path pem) {
    try {
      return SealKeys.parse(Files.readString(environment.directory().resolve(pem)));
    } catch (IOException | IllegalArgumentException _) {
      throw Failure.mistyped(
          "Can't read a public key from " + pem + ": `sekisho audit key` prints it.");
    }
  }

  private InputStream open(String name) throws IOException {
    return name.equals("-")
        ? environment.in()
        : new BufferedInputStream(Files.newInputStream(environment.directory().resolve(name)));
  }

  private static void lines(Verifier verifier, byte[] page) {
    try {
      verifier.lines(new ByteArrayInputStream(page));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
