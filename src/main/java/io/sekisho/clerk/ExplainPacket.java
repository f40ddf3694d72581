package io.sekisho.clerk;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Session;
import io.sekisho.client.Failure;
import io.sekisho.explanation.PacketExplanation;
import io.sekisho.explanation.PacketExplanation.End;
import io.sekisho.explanation.PacketExplanation.Question;
import io.sekisho.explanation.PacketExplanation.Step;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "packet",
    exitCodeOnExecutionException = CommandLine.ExitCode.USAGE,
    description = {
      "Say whether a packet that begins something passes, checkpoint by checkpoint,",
      "by which rule, and whether what answers it comes back.",
      "Nothing is sent: it is what the rules say that are declared now."
    },
    sortOptions = false,
    footer = {
      "",
      "An end is a server's name, id or account/name; the id, name or address of one",
      "of its interfaces; another address; or internet, which stands for 198.51.100.1:",
      "where rules name addresses, give one. One end has to be a server.",
      "Whoever may read both servers may ask.",
      "",
      "Exit codes: 0 it passes, 1 it does not, 2 it could not be asked or is not to",
      "be told.",
      "",
      "Examples:",
      "  sekisho explain packet --from web-1 --to db-1 --proto tcp --port 5432",
      "  sekisho explain packet --from internet --to web-1 --proto tcp --port 443",
      "  sekisho explain packet --from db-1 --to 10.240.0.9 --proto icmp"
    })
final class ExplainPacket implements Callable<Integer> {
  private static final int LABEL = 20;
  private static final int LAST_PORT = 65_535;
  private static final int LAST_OCTET = 255;

  private final Session session;

  @Option(names = "--from", required = true, paramLabel = "END", description = "Who sends it.")
  private String from = "";

  @Option(names = "--to", required = true, paramLabel = "END", description = "Whom it is for.")
  private String to = "";

  @Option(
      names = "--proto",
      required = true,
      paramLabel = "PROTOCOL",
      description = "tcp, udp, icmp, or another one's number or name, such as sctp.")
  private String protocol = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "To which port, 1 to 65535, with tcp and udp.")
  private Optional<String> port = Optional.empty();

  @Option(
      names = "--source-port",
      paramLabel = "N",
      description = "From which port; 49152 unless given.")
  private Optional<String> sourcePort = Optional.empty();

  @Option(
      names = "--type",
      paramLabel = "N",
      description = "With icmp; an echo request unless given.")
  private Optional<String> type = Optional.empty();

  @Option(names = "--code", paramLabel = "N", description = "One of the type's; 0 unless given.")
  private Optional<String> code = Optional.empty();

  @Mixin private Output output = new Output();

  ExplainPacket(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Question question =
        new Question(
            from,
            to,
            protocol,
            number("--port", port, 1, LAST_PORT),
            number("--source-port", sourcePort, 1, LAST_PORT),
            number("--type", type, 0, LAST_OCTET),
            number("--code", code, 0, LAST_OCTET),
            account());
    PacketExplanation explanation = session.client().explain(question);
    Printer printer = session.printer();
    output.show(
        printer,
        _ -> tell(printer, explanation),
        () -> explanation,
        List.of(explanation.passes() ? "passes" : "refused"));
    return explanation.passes() ? 0 : 1;
  }

  private static Optional<Integer> number(
      String option, Optional<String> said, int least, int most) {
    return said.map(
        it -> {
          int number = it.matches("\\d{1,5}") ? Integer.parseInt(it) : -1;
          if (number < least || number > most) {
            throw Failure.mistyped(
                "%s takes one number from %d to %d, not %s.".formatted(option, least, most, it));
          }
          return number;
        });
  }

  /// Who names an account along with a server does not mean the context's.
  private Optional<String> account() {
    boolean named = from.contains("/") || to.contains("/");
    return output.account().or(() -> named ? Optional.empty() : session.context().account());
  }

  private static void tell(Printer printer, PacketExplanation it) {
    printer.say(
        "%s from %s to %s, in VPC %s/%s"
            .formatted(
                (it.protocol().matches("\\d+") ? "protocol " : "")
                    + it.protocol()
                    + it.type().map(type -> " type " + type).orElse(""),
                told(it.from(), it.sourcePort()),
                told(it.to(), it.port()),
                it.account(),
                it.vpc()));
    it.path().forEach(step -> printer.say(line(step)));
    if (!it.answer().isEmpty()) {
      printer.say("and what would answer it");
      it.answer().forEach(step -> printer.say(line(step)));
    }
    printer.say(it.reason());
  }

  private static String told(End end, Optional<Integer> port) {
    String address =
        port.map(number -> end.address().contains(":") ? "[%s]:%d" : "%s:%d")
            .map(form -> form.formatted(end.address(), port.orElse(0)))
            .orElse(end.address());
    return end.name().isEmpty() ? address : "%s (%s)".formatted(end.name(), address);
  }

  private static String line(Step step) {
    String label = label(step);
    return "  %s %s%s%s"
        .formatted(
            step.passes() ? "✓" : "✗",
            label,
            " ".repeat(Math.max(1, LABEL - label.length())),
            step.reason());
  }

  /// What a program of another version calls a checkpoint, is shown as it is.
  private static String label(Step step) {
    return switch (step.checkpoint()) {
      case "origin" -> "source address";
      case "groups_out" -> "groups, outbound";
      case "acl_out" -> "ACL, outbound";
      case "acl_in" -> "ACL, inbound";
      case "groups_in" -> "groups, inbound";
      default -> step.checkpoint();
    };
  }
}
