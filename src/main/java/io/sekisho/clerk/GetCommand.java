package io.sekisho.clerk;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Rows;
import io.sekisho.cli.Session;
import io.sekisho.client.Client;
import io.sekisho.client.Failure;
import io.sekisho.client.Kind;
import io.sekisho.wire.View;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = "Show resources of a kind, or one of them.",
    sortOptions = false,
    footer = {
      "",
      "Kinds: account, vpc, subnet, key, placement-group, instance, bare-metal-server,",
      "trusted-profile, operator-key; of an account also image, volume, floating-ip,",
      "public-gateway, virtual-network-interface, security-group, network-acl,",
      "endpoint-gateway, flow-log-collector, vpn-gateway, vpn-server, ike-policy,",
      "ipsec-policy, instance-template, resource-group, and what can be had: region,",
      "instance-profile, bare-metal-server-profile, volume-profile, operating-system;",
      "guardrails: rule, and violation for what breaks one; of IAM: user, service-id,",
      "api-key, access-group, policy, role, identity-provider, account-settings, and",
      "with --profile or --group their parts: link, rule, member. Plural or shortened",
      "(bms, profile, sid, vni, acl).",
      "",
      "Examples:",
      "  sekisho get instances",
      "  sekisho get instance web-1 -o yaml",
      "  sekisho get instance acme/web-1         where two accounts have a web-1",
      "  sekisho get policies --profile reader",
      "  sekisho get members --group admins -o wide",
      "  sekisho get api-keys --user me",
      "  sekisho get security-groups             of every account, to an operator",
      "  sekisho get volumes --account acme",
      "  sekisho get violations                  what breaks which guardrail, and why"
    })
final class GetCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      converter = Sort.Word.class,
      completionCandidates = Sort.Word.class,
      description = "What to show.")
  private Sort sort = new Sort.Resource(Kind.INSTANCE);

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "One of them, by name, id or account/name.")
  private String name = "";

  @Mixin private Output output = new Output();
  @Mixin private Whose whose = new Whose();

  GetCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    switch (sort) {
      case Sort.Resource(Kind kind) -> resources(kind);
      case Sort.Known(Thing thing) -> things(whose.meant(thing));
      case Sort.OperatorKey _ -> OperatorKeyCommand.show(session, output, whose, name);
    }
  }

  private void things(Thing thing) {
    if (!name.isEmpty() && thing != Thing.VIOLATION) {
      Registry.Entry entry = Registry.find(session, output.account(), thing, name, whose);
      Registry.Entry whole = new Registry.Entry(entry.in(), thing, entry.whole(whose));
      output.print(session.printer(), thing, List.of(whole), true);
      return;
    }
    // One resource can break several rules.
    List<Registry.Entry> all =
        Registry.list(session, output.account(), thing, whose).stream()
            .filter(it -> name.isEmpty() || it.isCalled(name))
            .toList();
    output.print(session.printer(), thing, all, thing == Thing.ACCOUNT_SETTINGS);
  }

  private void resources(Kind kind) {
    if (!whose.isNobody()) {
      throw new Failure("A %s is not somebody's: leave that out.".formatted(kind.word()));
    }
    Client client = session.client();
    List<View> views = name.isEmpty() ? client.list(kind) : List.of(client.get(kind, name));
    Object document = name.isEmpty() ? views : views.getFirst();
    Printer printer = session.printer();
    output.show(
        printer,
        wide -> printer.table(Rows.resources(kind, views, wide)),
        () -> document,
        views.stream().map(each -> kind.word() + "/" + each.name()).toList());
  }
}
