package io.sekisho.warden;

import io.sekisho.guard.CloudInit;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Notes;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Script;
import io.sekisho.guard.Units;
import io.sekisho.kernel.Commands;
import io.sekisho.warden.Warden.Given;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sekisho guard plan`: what would be installed.
@Command(
    name = "plan",
    description = {
      "Shows what a policy would install, and what to know of it. Changes nothing, and needs no"
          + " root."
    },
    footer = {
      "",
      "Script, units and cloud-init part need no Sekisho where they are used, and",
      "find out there who is who; so nobody they name has to be known here.",
      "",
      "Examples:",
      "  sekisho guard plan -f policy.yaml",
      "  sekisho guard plan --preset ibm-deny-user --user www-data --as policy",
      "  sekisho guard plan -f policy.yaml --as cloud-init > vendor-data"
    })
final class PlanCommand implements Runnable {
  private final GuardParts parts;

  @Mixin private final Choice choice = new Choice();

  @Option(
      names = "--as",
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}; unless given, notes and the rules of both engines.")
  private Form form = Form.ALL;

  PlanCommand(GuardParts parts) {
    this.parts = parts;
  }

  /// What is printed.
  enum Form {
    ALL,
    NFT,
    IPTABLES,
    IP6TABLES,
    SCRIPT,
    UNIT,
    CLOUD_INIT,
    POLICY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public void run() {
    Given given = choice.policy(parts.environment().directory(), parts.places());
    Policy policy = given.policy();
    PrintStream out = parts.environment().out();
    switch (form) {
      case ALL -> all(ruling(policy), out);
      case NFT -> out.print(ruling(policy).nft());
      case IPTABLES -> out.print(ruling(policy).iptables());
      case IP6TABLES -> out.print(ruling(policy).ip6tables());
      case SCRIPT -> out.print(Script.of(policy, choice.engine(), Script.RUN_FOLDER));
      case UNIT ->
          Units.files(policy).forEach((path, text) -> out.printf("# /%s%n%s%n", path, text));
      case CLOUD_INIT -> out.print(CloudInit.of(policy, choice.engine()));
      case POLICY -> out.print(given.source());
    }
  }

  private Ruling ruling(Policy policy) {
    return new Warden(parts.places(), new Commands()).ruling(policy);
  }

  private void all(Ruling ruling, PrintStream out) {
    Notes.of(ruling.policy(), choice.engine()).forEach(it -> out.println("# " + it));
    ruling
        .unknown()
        .forEach(
            it -> out.printf("# The %s is not there now: no rule says anything about it.%n", it));
    if (choice.engine() == Engine.NFT) {
      out.printf("%n# nft -f%n%s", ruling.nft());
    }
    out.printf("%n# iptables-restore --noflush%n%s", ruling.iptables());
    out.printf("%n# ip6tables-restore --noflush%n%s", ruling.ip6tables());
  }
}
